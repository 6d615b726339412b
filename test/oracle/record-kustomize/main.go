// Records what kustomize builds: reads the cases of test/vectors/kustomize.json and writes its output into each.
//
//	cd test/oracle/record-kustomize && go run . ../../vectors/kustomize.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

type vectors struct {
	RecordedBy string            `json:"recordedBy"`
	Versions   map[string]string `json:"versions"`
	Cases      []testCase        `json:"cases"`
}

type testCase struct {
	Name   string            `json:"name"`
	Folder string            `json:"folder"`
	Files  map[string]string `json:"files"`
	Output string            `json:"output,omitempty"`
	Error  string            `json:"error,omitempty"`
}

var address = regexp.MustCompile(`0x[0-9a-f]+`)

func build(it *testCase) {
	it.Output, it.Error = "", ""
	disk := filesys.MakeFsInMemory()
	for name, text := range it.Files {
		if err := disk.WriteFile(path.Join("/w", name), []byte(text)); err != nil {
			it.Error = err.Error()
			return
		}
	}
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(disk, path.Join("/w", it.Folder))
	if err == nil {
		var text []byte
		text, err = resources.AsYaml()
		it.Output = string(text)
	}
	if err != nil {
		line := address.ReplaceAllString(strings.SplitN(err.Error(), "\n", 2)[0], "…")
		it.Error = string([]rune(line)[:min(120, len([]rune(line)))])
	}
}

func run(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	for i := range all.Cases {
		build(&all.Cases[i])
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run . FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
