package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Folder `index` of the index of the provider's source.
var root string

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

var fset = token.NewFileSet()

func src(n ast.Node) string {
	var b strings.Builder
	printer.Fprint(&b, fset, n)
	return b.String()
}

func dirOf(ns string) string {
	return filepath.Join(root, strings.TrimPrefix(ns, "github.com/hashicorp/terraform-provider-aws/"))
}

var cache = map[string]*ast.File{}

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

type scope struct {
	dir    string
	file   *ast.File
	fn     *ast.FuncDecl
	lit    *ast.FuncLit
	locals map[string]ast.Expr
	out    *out
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

func localsOf(body *ast.BlockStmt) map[string]ast.Expr {
	m := map[string]ast.Expr{}
	ast.Inspect(body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.DEFINE && len(a.Lhs) == len(a.Rhs) {
			for i, l := range a.Lhs {
				if id, ok := l.(*ast.Ident); ok {
					if _, have := m[id.Name]; !have {
						m[id.Name] = a.Rhs[i]
					}
				}
			}
		}
		if vs, ok := n.(*ast.ValueSpec); ok {
			for i, id := range vs.Names {
				if i < len(vs.Values) {
					m[id.Name] = vs.Values[i]
				}
			}
		}
		return true
	})
	return m
}

// the import path of a package name in a file
func importDir(f *ast.File, pkg string) string {
	for _, im := range f.Imports {
		p, _ := strconv.Unquote(im.Path.Value)
		name := filepath.Base(p)
		if im.Name != nil {
			name = im.Name.Name
		}
		if name == pkg && strings.HasPrefix(p, "github.com/hashicorp/terraform-provider-aws/") {
			return dirOf(p)
		}
	}
	return ""
}

func returned(body *ast.BlockStmt) ast.Expr {
	var e ast.Expr
	ast.Inspect(body, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > 0 && e == nil {
			e = r.Results[0]
		}
		return true
	})
	return e
}

// resolve follows identifiers and calls to a composite literal
func (s *scope) resolve(e ast.Expr, depth int) (ast.Expr, *scope) {
	if depth > 12 {
		return e, s
	}
	switch x := e.(type) {
	case *ast.UnaryExpr:
		return s.resolve(x.X, depth+1)
	case *ast.ParenExpr:
		return s.resolve(x.X, depth+1)
	case *ast.CompositeLit:
		return x, s
	case *ast.Ident:
		if v, ok := s.locals[x.Name]; ok {
			return s.resolve(v, depth+1)
		}
		if f := load(s.dir, "var."+x.Name+".goindex"); f != nil {
			if v := varValue(f, x.Name); v != nil {
				return (&scope{dir: s.dir, file: f, locals: map[string]ast.Expr{}, out: s.out}).resolve(v, depth+1)
			}
		}
	case *ast.SelectorExpr:
		if id, ok := x.X.(*ast.Ident); ok {
			if d := importDir(s.file, id.Name); d != "" {
				if f := load(d, "var."+x.Sel.Name+".goindex"); f != nil {
					if v := varValue(f, x.Sel.Name); v != nil {
						return (&scope{dir: d, file: f, locals: map[string]ast.Expr{}, out: s.out}).resolve(v, depth+1)
					}
				}
			}
			// receiver field or x.Schema of a local
			if v, ok := s.locals[id.Name]; ok {
				lit, sc := s.resolve(v, depth+1)
				if c, ok := lit.(*ast.CompositeLit); ok {
					if fv := field(c, x.Sel.Name); fv != nil {
						return sc.resolve(fv, depth+1)
					}
				}
			}
		}
	case *ast.CallExpr:
		switch fun := x.Fun.(type) {
		case *ast.FuncLit:
			n := &scope{dir: s.dir, file: s.file, locals: localsOf(fun.Body), out: s.out}
			for k, v := range s.locals {
				if _, ok := n.locals[k]; !ok {
					n.locals[k] = v
				}
			}
			if r := returned(fun.Body); r != nil {
				return n.resolve(r, depth+1)
			}
		case *ast.Ident:
			if v, ok := s.locals[fun.Name]; ok {
				if fl, ok := v.(*ast.FuncLit); ok {
					return s.resolve(&ast.CallExpr{Fun: fl}, depth+1)
				}
			}
			if f := load(s.dir, "func."+fun.Name+".goindex"); f != nil {
				return s.enter(s.dir, f, x, depth)
			}
			if f := load(s.dir, "var."+fun.Name+".goindex"); f != nil {
				v := varValue(f, fun.Name)
				// sync.OnceValue(func() ...)
				if c, ok := v.(*ast.CallExpr); ok && len(c.Args) == 1 {
					if fl, ok := c.Args[0].(*ast.FuncLit); ok {
						n := &scope{dir: s.dir, file: f, locals: localsOf(fl.Body), out: s.out}
						if r := returned(fl.Body); r != nil {
							return n.resolve(r, depth+1)
						}
					}
				}
				if fl, ok := v.(*ast.FuncLit); ok {
					n := &scope{dir: s.dir, file: f, locals: localsOf(fl.Body), out: s.out}
					if r := returned(fl.Body); r != nil {
						return n.resolve(r, depth+1)
					}
				}
			}
		case *ast.SelectorExpr:
			if id, ok := fun.X.(*ast.Ident); ok {
				if d := importDir(s.file, id.Name); d != "" {
					if f := load(d, "func."+fun.Sel.Name+".goindex"); f != nil {
						return s.enter(d, f, x, depth)
					}
				}
			}
		case *ast.IndexExpr, *ast.IndexListExpr:
			return x, s
		}
	}
	return e, s
}

func (s *scope) enter(dir string, f *ast.File, call *ast.CallExpr, depth int) (ast.Expr, *scope) {
	fd := funcOf(f)
	if fd == nil || fd.Body == nil {
		return call, s
	}
	n := &scope{dir: dir, file: f, fn: fd, locals: localsOf(fd.Body), out: s.out}
	// parameters
	i := 0
	for _, p := range fd.Type.Params.List {
		for _, id := range p.Names {
			if i < len(call.Args) {
				n.locals[id.Name] = call.Args[i]
			}
			i++
		}
	}
	note := mutations(fd.Body)
	if note != "" && s.out != nil {
		s.out.Unread = append(s.out.Unread, "mutation in "+fd.Name.Name+": "+note)
	}
	if r := returned(fd.Body); r != nil {
		return n.resolve(r, depth+1)
	}
	return call, s
}

// statements that change a schema after its literal
func mutations(body *ast.BlockStmt) string {
	var found []string
	for _, st := range body.List {
		switch x := st.(type) {
		case *ast.ReturnStmt, *ast.DeclStmt:
		case *ast.AssignStmt:
			if x.Tok != token.DEFINE {
				t := src(x)
				if len(t) > 160 {
					t = t[:160]
				}
				found = append(found, t)
			}
		case *ast.ExprStmt, *ast.ForStmt, *ast.RangeStmt, *ast.IfStmt:
			t := src(st)
			if len(t) > 300 {
				t = t[:300]
			}
			found = append(found, t)
		}
	}
	return strings.Join(found, " ;; ")
}

func field(c *ast.CompositeLit, name string) ast.Expr {
	for _, el := range c.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok && id.Name == name {
				return kv.Value
			}
		}
	}
	return nil
}

func (s *scope) keyOf(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.BasicLit:
		v, _ := strconv.Unquote(x.Value)
		return v
	case *ast.SelectorExpr:
		n := x.Sel.Name
		return "~" + strings.TrimPrefix(n, "Attr")
	case *ast.Ident:
		if v, ok := s.locals[x.Name]; ok {
			if _, isId := v.(*ast.Ident); !isId {
				return s.keyOf(v)
			}
		}
		for _, kind := range []string{"const.", "var."} {
			if f := load(s.dir, kind+x.Name+".goindex"); f != nil {
				if v := varValue(f, x.Name); v != nil {
					return s.keyOf(v)
				}
			}
		}
		return "~" + x.Name
	}
	return "?" + src(e)
}

func isTrue(e ast.Expr) string {
	if e == nil {
		return ""
	}
	if id, ok := e.(*ast.Ident); ok {
		if id.Name == "true" {
			return "true"
		}
		if id.Name == "false" {
			return ""
		}
	}
	return "expr " + src(e)
}

func (s *scope) eval(e ast.Expr) string {
	if e == nil {
		return ""
	}
	if id, ok := e.(*ast.Ident); ok {
		if v, ok := s.locals[id.Name]; ok {
			return isTrue(v)
		}
	}
	return isTrue(e)
}

// SDK v2
func (s *scope) sdkMap(e ast.Expr, path string, depth int) {
	lit, sc := s.resolve(e, 0)
	c, ok := lit.(*ast.CompositeLit)
	if !ok {
		t := src(e)
		if len(t) > 120 {
			t = t[:120]
		}
		s.out.Unread = append(s.out.Unread, "map "+path+": "+t)
		return
	}
	for _, el := range c.Elts {
		kv, ok := el.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key := sc.keyOf(kv.Key)
		p := key
		if path != "" {
			p = path + "/" + key
		}
		sc.sdkSchema(kv.Value, p, depth)
	}
}

func (s *scope) sdkSchema(e ast.Expr, p string, depth int) {
	lit, sc := s.resolve(e, 0)
	v, ok := lit.(*ast.CompositeLit)
	if !ok {
		t := src(e)
		if strings.HasPrefix(t, "tftags.TagsSchema") {
			return
		}
		s.out.Unread = append(s.out.Unread, "schema "+p+": "+t)
		return
	}
	force := sc.eval(field(v, "ForceNew"))
	input := field(v, "Optional") != nil || field(v, "Required") != nil
	block := false
	var elem ast.Expr
	if el := field(v, "Elem"); el != nil {
		elem = el
	}
	var inner *ast.CompositeLit
	var isc *scope
	if elem != nil {
		l2, s2 := sc.resolve(elem, 0)
		if c2, ok := l2.(*ast.CompositeLit); ok {
			t := ""
			if c2.Type != nil {
				t = src(c2.Type)
			}
			if strings.HasSuffix(t, "Resource") {
				inner, isc = c2, s2
				block = true
			}
		} else {
			s.out.Unread = append(s.out.Unread, "elem "+p+": "+src(elem))
		}
	}
	s.out.Args = append(s.out.Args, arg{p, force, input, block})
	if inner != nil && depth < 6 {
		m := field(inner, "Schema")
		if m == nil {
			m = field(inner, "SchemaFunc")
			if m != nil {
				m = &ast.CallExpr{Fun: m}
			}
		}
		if m != nil {
			isc.sdkMap(m, p, depth+1)
		}
	}
}

// framework
func (s *scope) fwMap(e ast.Expr, path string, depth int, block bool) {
	lit, sc := s.resolve(e, 0)
	c, ok := lit.(*ast.CompositeLit)
	if !ok {
		t := src(e)
		if len(t) > 120 {
			t = t[:120]
		}
		s.out.Unread = append(s.out.Unread, "map "+path+": "+t)
		return
	}
	for _, el := range c.Elts {
		kv, ok := el.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key := sc.keyOf(kv.Key)
		p := key
		if path != "" {
			p = path + "/" + key
		}
		sc.fwAttr(kv.Value, p, depth, block)
	}
}

func (s *scope) fwAttr(e ast.Expr, p string, depth int, block bool) {
	t := src(e)
	for _, known := range []string{"framework.ARNAttributeComputedOnly", "framework.IDAttribute", "tftags.TagsAttribute", "timeouts.", "framework.ResourceComputedListOfObjects", "framework.ResourceOptionalComputedListOfObjects"} {
		if strings.HasPrefix(t, known) {
			if strings.Contains(t, "RequiresReplace") {
				s.out.Unread = append(s.out.Unread, "attr "+p+": "+t)
			}
			return
		}
	}
	lit, sc := s.resolve(e, 0)
	v, ok := lit.(*ast.CompositeLit)
	if !ok {
		if len(t) > 200 {
			t = t[:200]
		}
		s.out.Unread = append(s.out.Unread, "attr "+p+": "+t)
		return
	}
	force := ""
	if pm := field(v, "PlanModifiers"); pm != nil {
		pt := src(pm)
		switch {
		case strings.Contains(pt, "RequiresReplaceIfConfigured()"):
			force = "if configured"
		case strings.Contains(pt, "RequiresReplaceIf("):
			force = "expr " + pt
		case strings.Contains(pt, "RequiresReplace()"):
			force = "true"
		case strings.Contains(pt, "Replace"):
			force = "expr " + pt
		default:
			for _, w := range strings.FieldsFunc(pt, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == ',' }) {
				if strings.HasSuffix(w, "()") && !strings.Contains(w, "UseStateForUnknown") {
					force = "custom " + w
				}
			}
		}
	}
	input := field(v, "Optional") != nil || field(v, "Required") != nil || block
	s.out.Args = append(s.out.Args, arg{p, force, input, block})
	if depth > 8 {
		return
	}
	if no := field(v, "NestedObject"); no != nil {
		l2, s2 := sc.resolve(no, 0)
		if c2, ok := l2.(*ast.CompositeLit); ok {
			s2.fwBody(c2, p, depth+1)
		} else {
			s.out.Unread = append(s.out.Unread, "nested "+p+": "+src(no))
		}
	}
	if field(v, "Attributes") != nil || field(v, "Blocks") != nil {
		sc.fwBody(v, p, depth+1)
	}
}

func (s *scope) fwBody(c *ast.CompositeLit, p string, depth int) {
	if pm := field(c, "PlanModifiers"); pm != nil && strings.HasSuffix(src(c.Type), "NestedBlockObject") {
		s.out.Unread = append(s.out.Unread, "object modifiers "+p+": "+src(pm))
	}
	if a := field(c, "Attributes"); a != nil {
		s.fwMap(a, p, depth, false)
	}
	if b := field(c, "Blocks"); b != nil {
		s.fwMap(b, p, depth, true)
	}
}

var factories = map[string]string{}
var factoryDir = map[string]string{}
var regions = map[string]string{}
var seen = map[string]bool{}

func factory(dir, typ string) string {
	if !seen[dir] {
		seen[dir] = true
		for _, name := range []string{"method.servicePackage.SDKResources.goindex", "method.servicePackage.FrameworkResources.goindex"} {
			f := load(dir, name)
			if f == nil {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				c, ok := n.(*ast.CompositeLit)
				if !ok {
					return true
				}
				t, ok := field(c, "TypeName").(*ast.BasicLit)
				if !ok {
					return true
				}
				tn, _ := strconv.Unquote(t.Value)
				if fac := field(c, "Factory"); fac != nil {
					if name == "method.servicePackage.SDKResources.goindex" {
						factories[tn] = src(fac)
						factoryDir[tn] = dir
					}
				}
				if rg := field(c, "Region"); rg != nil {
					regions[tn] = src(rg)
				}
				return true
			})
		}
	}
	return factories[typ]
}

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
	have := map[string]bool{}
	for _, fn := range files {
		have[strings.Split(strings.TrimSuffix(filepath.Base(fn), ".json"), ",")[0]] = true
	}
	pkgs, _ := filepath.Glob(root + "/internal/service/*")
	var extra []res
	for _, d := range pkgs {
		factory(d, "")
		for t := range factories {
			if !have[t] && factoryDir[t] == d {
				extra = append(extra, res{Type: t, NS: "github.com/hashicorp/terraform-provider-aws/" + strings.TrimPrefix(d, root+"/"), Kind: "aws_sdk", Schema: "x"})
			}
		}
	}
	for _, e := range extra {
		files = append(files, "extra:"+e.Type)
	}
	for _, fn := range files {
		var b []byte
		if strings.HasPrefix(fn, "extra:") {
			for _, e := range extra {
				if "extra:"+e.Type == fn {
					b, _ = json.Marshal(e)
				}
			}
		} else {
			b, _ = os.ReadFile(fn)
		}
		var r res
		if json.Unmarshal(b, &r) != nil || r.Schema == "" {
			outs = append(outs, &out{Type: strings.TrimSuffix(filepath.Base(fn), ".json"), Unread: []string{"no schema index"}})
			continue
		}
		r.Type = strings.Split(r.Type, ",")[0]
		o := &out{Type: r.Type, Kind: r.Kind}
		outs = append(outs, o)
		dir := dirOf(r.NS)
		if r.Kind != "aws_framework" {
			if fac := factory(dir, r.Type); fac != "" {
				r.Schema = "func." + fac + ".goindex"
			}
		}
		o.Region = regions[r.Type]
		if o.Region == "" {
			factory(dir, r.Type)
			o.Region = regions[r.Type]
		}
		f := load(dir, r.Schema)
		if f == nil {
			o.Unread = append(o.Unread, "no file "+r.Schema)
			continue
		}
		fd := funcOf(f)
		s := &scope{dir: dir, file: f, fn: fd, locals: localsOf(fd.Body), out: o}
		if r.Kind == "aws_framework" {
			var lit ast.Expr
			ast.Inspect(fd.Body, func(n ast.Node) bool {
				if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == 1 && strings.HasSuffix(src(a.Lhs[0]), ".Schema") {
					lit = a.Rhs[0]
				}
				return true
			})
			if m := mutations(fd.Body); m != "" && strings.Count(m, ";;") > 0 {
				for _, one := range strings.Split(m, " ;; ") {
					if !strings.Contains(one, ".Schema = schema.Schema{") && !strings.HasSuffix(one, ".Schema = s") {
						o.Unread = append(o.Unread, "mutation: "+one)
					}
				}
			}
			l, sc := s.resolve(lit, 0)
			if c, ok := l.(*ast.CompositeLit); ok {
				sc.fwBody(c, "", 0)
			} else {
				o.Unread = append(o.Unread, "no schema literal")
			}
			if m := load(dir, "method."+r.Struct+".ModifyPlan.goindex"); m != nil {
				t := src(funcOf(m))
				if strings.Contains(t, "RequiresReplace") {
					o.Diff = append(o.Diff, "ModifyPlan")
					o.DiffSrc = t
				}
			}
		} else {
			note := mutations(fd.Body)
			if note != "" {
				o.Unread = append(o.Unread, "mutation: "+note)
			}
			ret := returned(fd.Body)
			l, sc := s.resolve(ret, 0)
			c, ok := l.(*ast.CompositeLit)
			if !ok {
				o.Unread = append(o.Unread, "no resource literal: "+src(ret))
				continue
			}
			m := field(c, "Schema")
			if m == nil {
				m = field(c, "SchemaFunc")
				if m != nil {
					m = &ast.CallExpr{Fun: m}
				}
			}
			if m == nil {
				o.Unread = append(o.Unread, "no Schema field")
				continue
			}
			sc.sdkMap(m, "", 0)
			if cd := field(c, "CustomizeDiff"); cd != nil {
				t := src(cd)
				all := t
				ast.Inspect(cd, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok {
						if ff := load(sc.dir, "func."+id.Name+".goindex"); ff != nil {
							all += "\n" + src(funcOf(ff))
						}
					}
					return true
				})
				if strings.Contains(all, "ForceNew") {
					o.Diff = append(o.Diff, "CustomizeDiff")
					o.DiffSrc = all
				}
			}
		}
	}
	sort.Slice(outs, func(i, j int) bool { return outs[i].Type < outs[j].Type })
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", " ")
	e.Encode(outs)
}
