// What the Go programs that read `.env` files make of texts: compose-go 2.16.2, docker/cli 29.9.3, kubectl 0.37.2.
//
// Reads {"environ": {...}, "texts": [...]} from standard input and prints one list of results per dialect. Built in a
// folder of its own, since nothing else here needs Go:
//
//	go mod init oracle && go get github.com/compose-spec/compose-go/v2@v2.16.2 github.com/docker/cli@v29.9.3 k8s.io/kubectl@v0.37.2
//	go mod tidy && go build
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/docker/cli/pkg/kvfile"
	"github.com/sirupsen/logrus"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"
)

type Asked struct {
	Environ map[string]string `json:"environ"`
	Texts   []string          `json:"texts"`
}
type Result struct {
	Values  map[string]string `json:"values"`
	Refused bool              `json:"refused"`
}

func main() {
	logrus.SetLevel(logrus.PanicLevel)
	var asked Asked
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	os.Clearenv()
	for k, v := range asked.Environ {
		os.Setenv(k, v)
	}
	dir, _ := os.MkdirTemp("/tmp", "oracle")
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "file.env")
	lookup := func(k string) (string, bool) { v, ok := asked.Environ[k]; return v, ok }
	out := map[string][]Result{}
	for _, text := range asked.Texts {
		values, err := dotenv.ParseWithLookup(strings.NewReader(text), lookup)
		out["compose"] = append(out["compose"], result(values, err))
		os.WriteFile(file, []byte(text), 0o600)
		lines, err := kvfile.Parse(file, os.LookupEnv)
		pairs := map[string]string{}
		for _, line := range lines {
			k, v, _ := strings.Cut(line, "=")
			pairs[k] = v
		}
		out["docker-run"] = append(out["docker-run"], result(pairs, err))
		pairs = map[string]string{}
		err = cmdutil.AddFromEnvFile(file, func(k, v string) error { pairs[k] = v; return nil })
		out["kubectl"] = append(out["kubectl"], result(pairs, err))
	}
	json.NewEncoder(os.Stdout).Encode(out)
}

func result(values map[string]string, err error) Result {
	return Result{Values: values, Refused: err != nil}
}
