package main

import (
	"go/ast"
	"strconv"
)

var factories = map[string]string{}

var factoryDir = map[string]string{}

var regions = map[string]string{}

var seen = map[string]bool{}

// factory gives the function that makes a type of the older SDK, by the lists of its service package
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
