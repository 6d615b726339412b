// Records what a value in a ConfigMap is to the API server, with and without kustomize, and what the kubelet makes of
// references: fills in test/vectors/kubernetes.json.
//
//	cd test/oracle/record-kubernetes && go mod download k8s.io/kubernetes@v1.33.0 && mkdir -p expansion &&
//	  cp "$(go env GOMODCACHE)/k8s.io/kubernetes@v1.33.0/third_party/forked/golang/expansion/expand.go" expansion/ &&
//	  go run . ../../vectors/kubernetes.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"crossfade.test/record-kubernetes/expansion"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

type vectors struct {
	RecordedBy string            `json:"recordedBy"`
	Versions   map[string]string `json:"versions"`
	Scalars    []scalar          `json:"scalars"`
	Expansions []expanded        `json:"expansions"`
}

type scalar struct {
	Text      string  `json:"text"`
	Kubectl   *string `json:"kubectl"`
	Kustomize *string `json:"kustomize"`
}

type expanded struct {
	Text   string `json:"text"`
	Result string `json:"result"`
}

type configMap struct {
	Data map[string]*string `json:"data"`
}

// What the field gets; nil where it is refused or null.
func read(text []byte) *string {
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil
	}
	var it configMap
	if json.Unmarshal(asJSON, &it) != nil {
		return nil
	}
	return it.Data["k"]
}

func built(text []byte) *string {
	disk := filesys.MakeFsInMemory()
	if disk.WriteFile("/w/kustomization.yaml", []byte("resources: [a.yaml]\n")) != nil || disk.WriteFile("/w/a.yaml", text) != nil {
		panic("the file system in memory takes no file")
	}
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(disk, "/w")
	if err != nil {
		return nil
	}
	out, err := resources.AsYaml()
	if err != nil {
		return nil
	}
	return read(out)
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
	for i := range all.Scalars {
		it := &all.Scalars[i]
		text := []byte("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: " + it.Text + "\n")
		it.Kubectl, it.Kustomize = read(text), built(text)
	}
	known := expansion.MappingFuncFor(map[string]string{"A": "a", "B": "$(A)", "EMPTY": ""})
	for i := range all.Expansions {
		it := &all.Expansions[i]
		it.Result = expansion.Expand(it.Text, known)
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
