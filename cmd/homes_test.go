package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/velo-plan/velo-plan/strategies"
)

// homes are the places that may name things. A sixth strategy or a new code is added there and nowhere else.
var homes = map[string][]string{
	"strategy": {"strategies", "planner/decide", "planner/engine", "planner/deploy", "replay/bench"},
	"code":     {"planner/diag/codes.go"},
	"message":  {"planner/plan.go"}, // joins a message and its help, and looks at the punctuation alone
}

var (
	isCode    = regexp.MustCompile(`^VP\d{3}$`)
	textField = regexp.MustCompile(`^(Message|Help|Why|Because)$`)
)

// named returns what a file names that has a home: the kind of each name, and its place.
func named(set *token.FileSet, file *ast.File) map[string][]token.Position {
	out := map[string][]token.Position{}
	add := func(kind string, n ast.Node) { out[kind] = append(out[kind], set.Position(n.Pos())) }
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if n.Kind != token.STRING || err != nil {
				return true
			}
			if slices.ContainsFunc(strategies.All, func(s strategies.Strategy) bool { return s.Name == text }) {
				add("strategy", n)
			}
			if isCode.MatchString(text) {
				add("code", n)
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "strategies" {
				switch n.Sel.Name {
				case "AlwaysHash", "SmartRepartition", "RoundRobin", "StickyPartition", "FanIn":
					add("strategy", n)
				}
			}
		case *ast.CallExpr:
			if takesApart(n) {
				add("message", n)
			}
		}
		return true
	})
	return out
}

// takesApart reports whether a call reads something out of a sentence for people. Facts travel as fields.
func takesApart(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	pkg, ok := f.X.(*ast.Ident)
	if !ok || pkg.Name != "strings" || f.Sel.Name == "Join" {
		return false
	}
	arg, ok := call.Args[0].(*ast.SelectorExpr)
	return ok && textField.MatchString(arg.Sel.Name)
}

func TestNamesStayAtHome(t *testing.T) {
	seen := map[string]int{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		place := strings.TrimPrefix(filepath.ToSlash(path), "../")
		for kind, at := range named(set, file) {
			seen[kind] += len(at)
			if !slices.ContainsFunc(homes[kind], func(home string) bool { return place == home || strings.HasPrefix(place, home+"/") }) {
				t.Errorf("%v: a %s stands outside its home", at, kind)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen["strategy"] < len(strategies.All) || seen["code"] < 30 {
		t.Errorf("found %v: the test sees too little", seen)
	}
}

func TestNamesAreSeen(t *testing.T) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "a.go", `package a
var x = strategies.FanIn
var y, z = "fan_in", "VP101"
var w, _, _ = strings.Cut(d.Message, ":")`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := named(set, file); len(got["strategy"]) != 2 || len(got["code"]) != 1 || len(got["message"]) != 1 {
		t.Errorf("found %v", got)
	}
}
