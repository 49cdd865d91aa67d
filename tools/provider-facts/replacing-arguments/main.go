// Reads the schemas of every resource type from an index of the provider's source, and prints them as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

type res struct {
	Type   string `json:"terraform_type"`
	NS     string `json:"namespace"`
	Kind   string `json:"sdk_type"`
	Schema string `json:"schema_index"`
	Struct string `json:"struct_type"`
}

type arg struct {
	Path  string `json:"path"` // raw key expressions, joined by /
	Force string `json:"force"`
	Input bool   `json:"input"`
	Block bool   `json:"block"`
}

type out struct {
	Type    string   `json:"type"`
	Kind    string   `json:"kind"`
	Args    []arg    `json:"args"`
	Unread  []string `json:"unread"`
	Diff    []string `json:"diff"`
	Region  string   `json:"region"`
	DiffSrc string   `json:"diffSrc,omitempty"`
}

const provider = "github.com/hashicorp/terraform-provider-aws/"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run . INDEX > schemas.json")
		os.Exit(2)
	}
	root = os.Args[1]
	files, _ := filepath.Glob(root + "/resources/*.json")
	if len(files) == 0 {
		fmt.Fprintln(os.Stderr, root+": no resources/*.json; pass the folder index of a checkout")
		os.Exit(2)
	}
	var outs []*out
	listed := map[string]bool{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		listed[typeOf(name)] = true
		b, _ := os.ReadFile(file)
		var r res
		if json.Unmarshal(b, &r) != nil || r.Schema == "" {
			outs = append(outs, &out{Type: name, Unread: []string{"no schema index"}})
			continue
		}
		r.Type = typeOf(r.Type)
		outs = append(outs, read(r))
	}
	for _, r := range unlisted(listed) {
		outs = append(outs, read(r))
	}
	sort.Slice(outs, func(i, j int) bool { return outs[i].Type < outs[j].Type })
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", " ")
	e.Encode(outs)
}

// typeOf gives the first of the types that the index names together
func typeOf(names string) string {
	return strings.Split(names, ",")[0]
}

// unlisted gives the types of the older SDK that service packages have and the index does not list
func unlisted(listed map[string]bool) []res {
	packages, _ := filepath.Glob(root + "/internal/service/*")
	var more []res
	for _, dir := range packages {
		factory(dir, "")
	}
	for t, dir := range factoryDir {
		if !listed[t] {
			more = append(more, res{Type: t, NS: provider + strings.TrimPrefix(dir, root+"/"), Kind: "aws_sdk"})
		}
	}
	return more
}

func read(r res) *out {
	o := &out{Type: r.Type, Kind: r.Kind}
	dir := dirOf(r.NS)
	// Reads the Region, too.
	made := factory(dir, r.Type)
	o.Region = regions[r.Type]
	if r.Kind != "aws_framework" && made != "" {
		r.Schema = "func." + made + ".goindex"
	}
	f := load(dir, r.Schema)
	if f == nil {
		o.Unread = append(o.Unread, "no file "+r.Schema)
		return o
	}
	fd := funcOf(f)
	s := &scope{dir: dir, file: f, locals: localsOf(fd.Body), out: o}
	if r.Kind == "aws_framework" {
		s.frameworkResource(fd, r.Struct)
	} else {
		s.sdkResource(fd)
	}
	return o
}
