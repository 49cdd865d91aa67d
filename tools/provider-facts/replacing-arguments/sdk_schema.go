package main

import (
	"go/ast"
	"strings"
)

// SDK v2
func (s *scope) sdkMap(e ast.Expr, path string, depth int) {
	s.eachEntry(e, path, func(sc *scope, value ast.Expr, p string) { sc.sdkSchema(value, p, depth) })
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
		if m := schemaOf(inner); m != nil {
			isc.sdkMap(m, p, depth+1)
		}
	}
}

// sdkResource reads a resource of the older SDK from the function that makes it
func (s *scope) sdkResource(fd *ast.FuncDecl) {
	if m := mutations(fd.Body); m != "" {
		s.out.Unread = append(s.out.Unread, "mutation: "+m)
	}
	ret := returned(fd.Body)
	l, sc := s.resolve(ret, 0)
	c, ok := l.(*ast.CompositeLit)
	if !ok {
		s.out.Unread = append(s.out.Unread, "no resource literal: "+src(ret))
		return
	}
	m := schemaOf(c)
	if m == nil {
		s.out.Unread = append(s.out.Unread, "no Schema field")
		return
	}
	sc.sdkMap(m, "", 0)
	if cd := field(c, "CustomizeDiff"); cd != nil {
		all := src(cd)
		ast.Inspect(cd, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if ff := load(sc.dir, "func."+id.Name+".goindex"); ff != nil {
					all += "\n" + src(funcOf(ff))
				}
			}
			return true
		})
		if strings.Contains(all, "ForceNew") {
			s.out.Diff = append(s.out.Diff, "CustomizeDiff")
			s.out.DiffSrc = all
		}
	}
}

// schemaOf gives the map of arguments of a resource, or the call that makes it
func schemaOf(resource *ast.CompositeLit) ast.Expr {
	if m := field(resource, "Schema"); m != nil {
		return m
	}
	if m := field(resource, "SchemaFunc"); m != nil {
		return &ast.CallExpr{Fun: m}
	}
	return nil
}
