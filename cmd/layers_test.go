package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layers is the table of the house: a package imports only from rows with a lower number.
var layers = map[string]int{
	"": 10, "cmd/man": 10,

	"cmd": 9,

	"cmd/render": 8, "cmd/config": 8, "replay/kafka": 8,

	"planner/lint": 7, "planner/prove": 7, "replay": 7,

	"planner/pipeline": 6, "replay/report": 6,

	"planner/advise": 5, "replay/checks": 5, "replay/remedy": 5, "replay/state": 5,

	"planner/decide": 4, "planner/resolve": 4, "replay/counting": 4, "replay/registry": 4,

	"planner/logical": 3, "planner/project": 3, "planner/deploy": 3, "replay/reading": 3,

	"planner": 2, "replay/delimited": 2, "replay/parquet": 2, "routing": 2,

	"planner/syntax": 1, "planner/catalog": 1, "planner/engine": 1, "strategies": 1, "replay/ndjson": 1, "replay/generate": 1, "replay/keyedby": 1,

	"replay/baseline": 0, "replay/bench": 1, "replay/shapes": 0, "replay/topics": 0, "replay/unfinished": 0, "replay/ndjson/ndjsontest": 0,
	"replay/access": 0, "replay/objects": 0, "replay/objects/objectstest": 0, "replay/jsonform": 0, "replay/avro": 1, "replay/protobuf": 1,

	"planner/diag": 0, "planner/catalog/mapping": 0, "strategies/dist": 0, "strategies/scalar": 0, "strategies/hash": 0,

	"strategies/spelling": -1,
}

const module = "github.com/velo-plan/velo-plan"

// goList runs `go list` at the module's root and returns its lines.
func goList(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// breaches lists the imports that go sideways or upwards, one text each. An import is
// "package imported".
func breaches(imports []string) []string {
	var out []string
	for _, line := range imports {
		pkg, imported, _ := strings.Cut(line, " ")
		from, known := layers[strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")]
		if !known {
			out = append(out, pkg+" is in no layer: add it to the table and to the architecture")
			continue
		}
		to, ours := layers[strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")]
		if !strings.HasPrefix(imported, module) || !ours {
			continue
		}
		if to >= from {
			out = append(out, pkg+" imports "+imported+", which is not in a lower layer")
		}
		arm := strings.HasPrefix(pkg+"/", module+"/replay/") || pkg == module+"/routing"
		if arm && strings.HasPrefix(imported, module+"/planner") {
			out = append(out, pkg+" imports "+imported+": the replaying arm knows no planner")
		}
	}
	return out
}

func TestLayers(t *testing.T) {
	imports := goList(t, "-f", `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`, "./...")
	imports = slices.DeleteFunc(imports, func(l string) bool { return l == "" })
	for _, b := range breaches(imports) {
		t.Error(b)
	}
}

// The check must be able to fail: these imports are the breaches that it exists to find.
func TestLayersCatchBreaches(t *testing.T) {
	for _, line := range []string{
		module + "/strategies " + module + "/planner",
		module + "/planner " + module + "/routing",
		module + "/replay " + module + "/planner",
		module + "/replay/checks " + module + "/planner/syntax",
		module + "/replay/reading " + module + "/replay/counting",
		module + "/somewhere " + module + "/planner",
		module + "/strategies/dist " + module + "/strategies/hash",
	} {
		if len(breaches([]string{line})) == 0 {
			t.Errorf("%s: not found", line)
		}
	}
}

func TestOneFileImportsSQLParser(t *testing.T) {
	var found []string
	for _, line := range goList(t, "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "./...") {
		if line == "" {
			continue
		}
		if importsSQLParser(t, line) {
			found = append(found, filepath.Base(line))
		}
	}
	if len(found) != 1 || found[0] != "convert.go" {
		t.Errorf("sqlparser is imported by %v; it must be convert.go alone", found)
	}
}

func importsSQLParser(t *testing.T, file string) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), "\n\t\"github.com/xwb1989/sqlparser\"")
}

func TestRoutingHoldsNoSQLParser(t *testing.T) {
	if deps := goList(t, "-deps", "./routing"); slices.Contains(deps, "github.com/xwb1989/sqlparser") {
		t.Error("go list -deps ./routing holds sqlparser")
	}
}
