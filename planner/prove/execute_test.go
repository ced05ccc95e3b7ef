package prove

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/diag"
	"github.com/velo-plan/velo-plan/planner/pipeline"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// statementOf prepares the last job of a text.
func statementOf(t testing.TB, text string, partitions int) *Statement {
	t.Helper()
	cfg := planner.Config{}
	cfg.Partitions.Flag = partitions
	_, jobs := pipeline.Jobs([]*diag.Source{diag.NewSource("job.sql", text)}, cfg)
	s, err := NewStatement(jobs[len(jobs)-1])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dataOf reads records that are written as "source {..}", with the partition of the topic in _partition.
func dataOf(t testing.TB, s *Statement, lines []string) Data {
	t.Helper()
	of := map[string][]*Record{}
	for _, line := range lines {
		source, text, _ := strings.Cut(line, " ")
		var fields map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &fields); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		for i, in := range s.Job.Case.Tree.Scans {
			if in.Name != source {
				continue
			}
			r := &Record{Table: s.Tables[i], Ordinal: uint64(len(of[source]))}
			for _, c := range s.Tables[i].Columns {
				v := scalar.Null()
				if raw := fields[strings.Join(c.Path, ".")+c.System]; raw != nil {
					v, _ = scalar.FromJSON(raw)
				}
				r.Values = append(r.Values, v)
			}
			if raw := fields["_partition"]; raw != nil {
				if err := json.Unmarshal(raw, &r.Partition); err != nil {
					t.Fatal(err)
				}
			}
			of[source] = append(of[source], r)
			break
		}
	}
	var out Data
	for _, in := range s.Job.Case.Tree.Scans {
		out = append(out, of[in.Name])
	}
	return out
}

// TestExecute runs testdata/execute. A case is
//
//	prove [n=2]
//	SELECT ..
//	> source {a record}
//
// or, for random records, search [n=2] and a statement; rows prints the rows of the whole.
func TestExecute(t *testing.T) {
	datadriven.Walk(t, "testdata/execute", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			n := 2
			d.MaybeScanArgs(t, "n", &n)
			var sql, records []string
			for line := range strings.Lines(d.Input) {
				if record, ok := strings.CutPrefix(line, "> "); ok {
					records = append(records, strings.TrimSpace(record))
				} else {
					sql = append(sql, line)
				}
			}
			s := statementOf(t, strings.Join(sql, ""), n)
			if d.Cmd == "rows" {
				return rowsOf(t, s, dataOf(t, s, records))
			}
			r := NewReport(s.Job, func(string) bool { return true })
			run := func() error { return execute(s, r, dataOf(t, s, records), s.Router) }
			if d.Cmd == "search" {
				run = func() error { return s.Search(context.Background(), r, 1) }
			}
			if err := run(); err != nil {
				return err.Error()
			}
			if d.Cmd == "search" {
				return found(r)
			}
			return told(r)
		})
	})
}

// execute runs a statement on records.
func execute(s *Statement, r *Report, data Data, router func(string) (*Router, error)) error {
	x := s.Start(r, router)
	defer x.Close()
	done := map[string]bool{}
	for i, in := range s.Job.Case.Tree.Scans {
		for _, rec := range data[i] {
			if done[in.Name] {
				break
			}
			if err := x.Add(in.Name, rec); err != nil {
				return err
			}
		}
		done[in.Name] = true
	}
	return x.Finish(context.Background())
}

// rowsOf are the rows of the whole, one a line.
func rowsOf(t testing.TB, s *Statement, data Data) string {
	t.Helper()
	db, err := Open(s.Tables, s.query, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Load(data); err != nil {
		t.Fatal(err)
	}
	whole, err := db.Whole()
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, row := range slices.Sorted(maps.Keys(whole.Rows)) {
		out = append(out, fmt.Sprintf("%d x %s", whole.Rows[row], row))
	}
	return strings.Join(out, "\n")
}

// told is a report in lines.
func told(r *Report) string {
	if r.Executable.Because != "" {
		return "not executable: " + r.Executable.Because
	}
	var b strings.Builder
	fmt.Fprintf(&b, "whole: %d rows (%s)\n", r.Whole.Rows, strings.Join(r.Columns, ", "))
	for _, s := range r.Strategies {
		switch {
		case s.Same == nil && s.Error == "":
			fmt.Fprintf(&b, "%s (%s): no rows\n", s.Strategy, s.Verdict)
			continue
		case s.Same == nil:
			fmt.Fprintf(&b, "%s (%s): not run: %s\n", s.Strategy, s.Verdict, s.Error)
			continue
		case *s.Same:
			fmt.Fprintf(&b, "%s (%s): same\n", s.Strategy, s.Verdict)
			continue
		}
		fmt.Fprintf(&b, "%s (%s): %d rows, %d missing, %d extra", s.Strategy, s.Verdict, s.Rows, s.Missing, s.Extra)
		if s.Groups != nil {
			fmt.Fprintf(&b, ", %d of %d groups wrong", *s.GroupsWrong, *s.Groups)
		}
		b.WriteByte('\n')
		for _, e := range s.Examples {
			fmt.Fprintf(&b, "  right %s, got", e.Right)
			for _, g := range e.Got {
				fmt.Fprintf(&b, " %d:%s", g.Partition, g.Row)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// found is the report of a search in lines.
func found(r *Report) string {
	if r.Executable.Because != "" {
		return "not executable: " + r.Executable.Because
	}
	var b strings.Builder
	for _, s := range r.Strategies {
		switch {
		case s.Error != "":
			fmt.Fprintf(&b, "%s (%s): not run\n", s.Strategy, s.Verdict)
			continue
		case s.Witness == nil:
			fmt.Fprintf(&b, "%s (%s): held\n", s.Strategy, s.Verdict)
			continue
		}
		fmt.Fprintf(&b, "%s (%s): other rows\n", s.Strategy, s.Verdict)
		for _, rec := range s.Witness.Records {
			to := "all"
			if rec.Partition != nil {
				to = fmt.Sprint(*rec.Partition)
			}
			fmt.Fprintf(&b, "  %s %s from %d to %s\n", rec.Source, rec.Record, rec.SourcePartition, to)
		}
		fmt.Fprintf(&b, "  right %s, got", s.Witness.Right)
		for _, g := range s.Witness.Got {
			fmt.Fprintf(&b, " %d:%s", g.Partition, g.Row)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// offByOne is a router with a fault: it sends one key a partition too far.
type offByOne struct {
	strategies.Partitioner
	partitions int
	hash       uint64
	every      uint64 // of its records, those with such an ordinal; 1 for all
}

func (o offByOne) Partition(r strategies.Record) int {
	at := o.Partitioner.Partition(r)
	if r.Hash == o.hash && r.Ordinal%o.every == 0 {
		at = (at + 1) % o.partitions
	}
	return at
}

// A router that splits one key of many is found, and one that moves all of a key is right. Without a fault every
// strategy that the plan calls right is.
func TestPlantedFaultIsFound(t *testing.T) {
	s := statementOf(t, "SELECT symbol, COUNT(*) AS n FROM trades GROUP BY symbol", 4)
	var lines []string
	for i := range 200 {
		lines = append(lines, fmt.Sprintf(`trades {"symbol": "S%d"}`, i%20))
	}
	data := dataOf(t, s, lines)
	chosen := s.Job.Plan.Strategy
	for every, same := range map[uint64]bool{0: true, 1: true, 3: false} {
		r := NewReport(s.Job, func(string) bool { return true })
		if err := execute(s, r, data, func(strategy string) (*Router, error) {
			router, err := s.Router(strategy)
			if strategy == chosen && every > 0 {
				sum := router.hash.Sum(scalar.AppendKey(nil, scalar.String("S7")))
				router.parts[0] = offByOne{router.parts[0], 4, sum, every}
			}
			return router, err
		}); err != nil {
			t.Fatal(err)
		}
		if r.Failed("") == same {
			t.Errorf("every %d: failed is %v", every, !same)
		}
		for _, out := range r.Strategies {
			right := out.Strategy != chosen || same
			switch {
			case out.Verdict != "chosen" && out.Verdict != "correct":
			case *out.Same != right:
				t.Errorf("every %d: %s: same is %v", every, out.Strategy, *out.Same)
			case !right && (out.Missing != 1 || out.Extra != 2 || *out.GroupsWrong != 1 || string(out.Examples[0].Right[0]) != `["S7",10]`):
				t.Errorf("every %d: %s: %+v", every, out.Strategy, out)
			}
		}
	}
}
