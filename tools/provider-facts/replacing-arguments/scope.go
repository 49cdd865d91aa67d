package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// scope is where names of an expression are looked up
type scope struct {
	dir    string
	file   *ast.File
	locals map[string]ast.Expr
	out    *out
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
	n := &scope{dir: dir, file: f, locals: localsOf(fd.Body), out: s.out}
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
				t = shortened(t, 160)
				found = append(found, t)
			}
		case *ast.ExprStmt, *ast.ForStmt, *ast.RangeStmt, *ast.IfStmt:
			t := src(st)
			t = shortened(t, 300)
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

// eachEntry visits the entries of a map literal of arguments, each with its path; another expression is unread.
func (s *scope) eachEntry(e ast.Expr, path string, visit func(sc *scope, value ast.Expr, path string)) {
	lit, sc := s.resolve(e, 0)
	c, ok := lit.(*ast.CompositeLit)
	if !ok {
		t := src(e)
		t = shortened(t, 120)
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
		visit(sc, kv.Value, p)
	}
}
