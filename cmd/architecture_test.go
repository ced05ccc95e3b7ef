package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// architecture is the page that explains the project to newcomers.
func architecture(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// layerRow is a row of the page's table of layers.
var layerRow = regexp.MustCompile("(?m)^\\| (-?[0-9]+) \\| ((?:`[a-z/]+`(?:, )?)+) \\|$")

// The page has the layers that TestLayers enforces, and describes every package in them.
func TestArchitectureHasTheLayers(t *testing.T) {
	text := architecture(t)
	shown := map[string]int{}
	for _, row := range layerRow.FindAllStringSubmatch(text, -1) {
		layer, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range strings.Split(row[2], ", ") {
			name = strings.Trim(name, "`")
			if name == "main" {
				name = ""
			}
			if _, twice := shown[name]; twice {
				t.Errorf("the page has %q in two layers", name)
			}
			shown[name] = layer
		}
	}
	packages := goList(t, "./...")
	for _, name := range slices.Sorted(maps.Keys(layers)) {
		if !slices.Contains(packages, strings.TrimSuffix(module+"/"+name, "/")) {
			t.Errorf("%q is in the table of layers, and there is no such package", name)
		}
		if layer, ok := shown[name]; !ok || layer != layers[name] {
			t.Errorf("%q is in layer %d, and the page has it in layer %d (%t)", name, layers[name], layer, ok)
		}
		if _, described, _ := strings.Cut(text, "| what it holds |"); name != "" && !strings.Contains(described, "| `"+name+"`") && !strings.Contains(described, ", `"+name+"` |") {
			t.Errorf("the page does not describe %q", name)
		}
		delete(shown, name)
	}
	for name := range shown {
		t.Errorf("the page has %q, which is in no layer", name)
	}
}

// inCode is a name in the text: package.Name or Type.Method.
var inCode = regexp.MustCompile("`([A-Za-z]+)\\.([A-Z][A-Za-z]+)`")

// The functions and types by which the page follows a statement and a chunk exist.
func TestArchitectureNamesWhatExists(t *testing.T) {
	names := inCode.FindAllStringSubmatch(architecture(t), -1)
	if len(names) < 15 {
		t.Errorf("the page names only %d functions and types", len(names))
	}
	exported := map[string]bool{}
	for _, folder := range []string{"../planner", "../replay", "../routing", "../strategies"} {
		addExported(t, exported, folder)
	}
	for _, name := range names {
		if !exported[name[1]+"."+name[2]] {
			t.Errorf("the page names %s.%s, which does not exist", name[1], name[2])
		}
	}
}

// addExported adds the functions, types and variables below a folder as package.Name, methods as Type.Method.
func addExported(t *testing.T, found map[string]bool, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			addNames(found, file.Name.Name, d)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// addNames adds what a declaration declares.
func addNames(found map[string]bool, pkg string, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			found[pkg+"."+d.Name.Name] = true
			return
		}
		of := d.Recv.List[0].Type
		if star, ok := of.(*ast.StarExpr); ok {
			of = star.X
		}
		if name, ok := of.(*ast.Ident); ok {
			found[name.Name+"."+d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				found[pkg+"."+spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					found[pkg+"."+name.Name] = true
				}
			}
		}
	}
}
