package main

import (
	"go/ast"
	"strings"
)

// framework
func (s *scope) fwMap(e ast.Expr, path string, depth int, block bool) {
	s.eachEntry(e, path, func(sc *scope, value ast.Expr, p string) { sc.fwAttr(value, p, depth, block) })
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
		t = shortened(t, 200)
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

// frameworkResource reads a resource of the plugin framework from its method Schema, and what its type changes in a plan
func (s *scope) frameworkResource(fd *ast.FuncDecl, structType string) {
	var lit ast.Expr
	ast.Inspect(fd.Body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == 1 && strings.HasSuffix(src(a.Lhs[0]), ".Schema") {
			lit = a.Rhs[0]
		}
		return true
	})
	if m := mutations(fd.Body); strings.Contains(m, ";;") {
		for _, one := range strings.Split(m, " ;; ") {
			if !strings.Contains(one, ".Schema = schema.Schema{") && !strings.HasSuffix(one, ".Schema = s") {
				s.out.Unread = append(s.out.Unread, "mutation: "+one)
			}
		}
	}
	l, sc := s.resolve(lit, 0)
	if c, ok := l.(*ast.CompositeLit); ok {
		sc.fwBody(c, "", 0)
	} else {
		s.out.Unread = append(s.out.Unread, "no schema literal")
	}
	if m := load(s.dir, "method."+structType+".ModifyPlan.goindex"); m != nil {
		t := src(funcOf(m))
		if strings.Contains(t, "RequiresReplace") {
			s.out.Diff = append(s.out.Diff, "ModifyPlan")
			s.out.DiffSrc = t
		}
	}
}
