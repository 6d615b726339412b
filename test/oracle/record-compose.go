// Runs the cases of test/vectors/compose.json through compose-go and writes what it gives back into the file. By hand,
// in a folder of its own with compose-go as its only dependency:
//
//	go mod init record && go get github.com/compose-spec/compose-go/v2@v2.16.2 && go run . ../test/vectors/compose.json
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/template"
)

type text struct {
	Text      string            `json:"text"`
	Variables map[string]string `json:"variables"`
	Result    *string           `json:"result"`
}

type project struct {
	Name     string                        `json:"name"`
	Files    map[string]string             `json:"files"`
	Services map[string]map[string]*string `json:"services"`
	Error    bool                          `json:"error,omitempty"`
}

type vectors struct {
	Version  string    `json:"compose-go"`
	Texts    []text    `json:"texts"`
	Projects []project `json:"projects"`
}

func main() {
	path := os.Args[1]
	raw, err := os.ReadFile(path)
	must(err)
	var all vectors
	must(json.Unmarshal(raw, &all))
	for i := range all.Texts {
		all.Texts[i].Result = substituted(all.Texts[i])
	}
	for i := range all.Projects {
		load(&all.Projects[i])
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	must(encoder.Encode(all))
	must(os.WriteFile(path, out.Bytes(), 0o644))
}

func substituted(it text) *string {
	result, err := template.Substitute(it.Text, func(name string) (string, bool) {
		value, ok := it.Variables[name]
		return value, ok
	})
	if err != nil {
		return nil
	}
	return &result
}

func load(it *project) {
	folder, err := os.MkdirTemp("", "compose")
	must(err)
	defer os.RemoveAll(folder)
	for name, content := range it.Files {
		full := filepath.Join(folder, name)
		must(os.MkdirAll(filepath.Dir(full), 0o755))
		must(os.WriteFile(full, []byte(content), 0o644))
	}
	must(os.Chdir(folder))
	it.Services, it.Error = nil, true
	options, err := cli.NewProjectOptions(nil, cli.WithWorkingDirectory(folder), cli.WithEnvFiles(), cli.WithDotEnv,
		cli.WithConfigFileEnv, cli.WithDefaultConfigPath, cli.WithName("record"), cli.WithDefaultProfiles("*"))
	if err != nil {
		return
	}
	loaded, err := options.LoadProject(context.Background())
	if err != nil {
		if os.Getenv("WHY") != "" {
			println(it.Name, strings.ReplaceAll(err.Error(), "\n", " "))
		}
		return
	}
	resolved, err := loaded.WithServicesEnvironmentResolved(true)
	if err != nil {
		return
	}
	it.Error = false
	it.Services = map[string]map[string]*string{}
	for name, service := range resolved.Services {
		it.Services[name] = service.Environment
		if it.Services[name] == nil {
			it.Services[name] = map[string]*string{}
		}
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
