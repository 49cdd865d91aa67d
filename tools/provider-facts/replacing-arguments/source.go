package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Folder `index` of the index of the provider's source.
var root string

var fset = token.NewFileSet()

func src(n ast.Node) string {
	var b strings.Builder
	printer.Fprint(&b, fset, n)
	return b.String()
}

func shortened(text string, length int) string {
	if len(text) > length {
		return text[:length]
	}
	return text
}

// dirOf gives the folder of an import path
func dirOf(ns string) string {
	return filepath.Join(root, strings.TrimPrefix(ns, provider))
}

var cache = map[string]*ast.File{}

// load parses a file of the index, whose first line names the package by its whole path
func load(dir, name string) *ast.File {
	p := filepath.Join(dir, name)
	if f, ok := cache[p]; ok {
		return f
	}
	b, err := os.ReadFile(p)
	if err != nil {
		cache[p] = nil
		return nil
	}
	if i := strings.IndexByte(string(b), 10); i > 0 {
		b = append([]byte("package x"), b[i:]...)
	}
	f, err := parser.ParseFile(fset, p, b, parser.SkipObjectResolution)
	if err != nil {
		base := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(name, "var."), "const."), ".goindex")
		fixed := strings.Replace(string(b), "\n\t"+base, "\nvar "+base, 1)
		f, err = parser.ParseFile(fset, p, fixed, parser.SkipObjectResolution)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "parse", p, err)
		f = nil
	}
	cache[p] = f
	return f
}

func funcOf(f *ast.File) *ast.FuncDecl {
	for _, d := range f.Decls {
		if fd, ok := d.(*ast.FuncDecl); ok {
			return fd
		}
	}
	return nil
}

func varValue(f *ast.File, name string) ast.Expr {
	for _, d := range f.Decls {
		if gd, ok := d.(*ast.GenDecl); ok {
			for _, s := range gd.Specs {
				if vs, ok := s.(*ast.ValueSpec); ok {
					for i, n := range vs.Names {
						if n.Name == name && i < len(vs.Values) {
							return vs.Values[i]
						}
					}
				}
			}
		}
	}
	return nil
}

// the import path of a package name in a file
func importDir(f *ast.File, pkg string) string {
	for _, im := range f.Imports {
		p, _ := strconv.Unquote(im.Path.Value)
		name := filepath.Base(p)
		if im.Name != nil {
			name = im.Name.Name
		}
		if name == pkg && strings.HasPrefix(p, provider) {
			return dirOf(p)
		}
	}
	return ""
}
