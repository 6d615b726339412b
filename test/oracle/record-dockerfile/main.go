// Records what BuildKit makes of Dockerfiles: the environment, command, entry point and folder of the image.
//
//	go run . <cases.txt >../../vectors/dockerfile.json
//
// Cases are separated by lines of `----`. Without the network: all of them start from scratch.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
)

type result struct {
	Text       string   `json:"text"`
	Refused    bool     `json:"refused,omitempty"`
	Env        []string `json:"env,omitempty"`
	Cmd        []string `json:"cmd,omitempty"`
	Entrypoint []string `json:"entrypoint,omitempty"`
	Folder     string   `json:"folder,omitempty"`
}

func main() {
	given, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	var cases []result
	for _, text := range strings.Split(string(given), "----\n") {
		cases = append(cases, record(text))
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(map[string]any{"recordedWith": version(), "cases": cases}); err != nil {
		log.Fatal(err)
	}
}

func record(text string) result {
	built, err := dockerfile2llb.Dockerfile2LLB(context.Background(), []byte(text), dockerfile2llb.ConvertOpt{})
	if err != nil {
		return result{Text: text, Refused: true}
	}
	config := built.Image.Config
	return result{Text: text, Env: config.Env[1:], Cmd: config.Cmd, Entrypoint: config.Entrypoint, Folder: config.WorkingDir}
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, it := range info.Deps {
		if it.Path == "github.com/moby/buildkit" {
			return it.Path + " " + it.Version
		}
	}
	return "unknown"
}
