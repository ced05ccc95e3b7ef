package prove

import (
	"slices"
	"testing"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
)

// What is declared holds of random records, and the same seed gives the same ones.
func TestRandomHoldsWhatIsDeclared(t *testing.T) {
	cfg := planner.Config{Catalog: &catalog.Catalog{}}
	cfg.Catalog.Add(&catalog.Stream{Name: "t", Key: []string{"k"}, Partitions: 3, Determines: []catalog.Dependency{{From: []string{"a"}, To: []string{"b"}}}})
	cfg.Catalog.Add(&catalog.Stream{Name: "d", Kind: catalog.KindTable, PrimaryKey: []string{"id"}, Columns: []catalog.Column{{Name: "id", Type: "INT"}, {Name: "n", Type: "STRING"}}})
	_, jobs := pipeline.Jobs([]*diag.Source{diag.NewSource("job.sql", "SELECT t.a, t.b, d.n, COUNT(*) AS c FROM t JOIN d ON t.k = d.id GROUP BY t.a, t.b, d.n")}, cfg)
	s, err := NewStatement(jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	same := func(number int) {
		a, b := s.Random(5, number), s.Random(5, number)
		for i := range a {
			if !slices.EqualFunc(a[i], b[i], func(x, y *Record) bool {
				return string(x.json()) == string(y.json()) && x.Partition == y.Partition && x.Ordinal == y.Ordinal
			}) {
				t.Errorf("data set %d differs from itself", number)
			}
		}
	}
	records := 0
	for number := range Tries {
		same(number)
		data := s.Random(5, number)
		of := map[string]string{}
		holds := func(what, from, to string) {
			if before, ok := of[what+from]; ok && before != to {
				t.Errorf("data set %d: %s %s has %s and %s", number, what, from, before, to)
			}
			of[what+from] = to
		}
		for n, r := range data[0] {
			records++
			if r.Field([]string{"k"}).IsNull() || r.Partition >= 3 {
				t.Errorf("data set %d: record %d: %s in partition %d", number, n, r.json(), r.Partition)
			}
			holds("partition", r.Field([]string{"k"}).String(), string(rune('0'+r.Partition)))
			holds("b of", r.Field([]string{"a"}).String(), r.Field([]string{"b"}).String())
		}
		for n, r := range data[1] {
			holds("row of", r.Field([]string{"id"}).String(), string(rune('0'+n)))
		}
	}
	if records < 1000 {
		t.Errorf("only %d records", records)
	}
}

func TestCells(t *testing.T) {
	for row, want := range map[string][]string{
		`[1]`:                    {"1"},
		`[]`:                     nil,
		`[null,"a, b","]",1e-7]`: {"null", `"a, b"`, `"]"`, "1e-7"},
		`["\"","\\",",\",\\"]`:   {`"\""`, `"\\"`, `",\",\\"`},
	} {
		got := cells(row)
		if row == "[]" {
			got = slices.DeleteFunc(got, func(s string) bool { return s == "" })
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", row, got)
		}
	}
}
