package replay

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// withoutTimes compares reports but for what differs from run to run.
var withoutTimes = cmpopts.IgnoreFields(Report{}, "Throughput")

// lineOf draws one line, without its end.
func lineOf(t *rapid.T) string {
	value := rapid.SampledFrom([]string{
		`1`, `1.0`, `1e0`, `"1"`, `null`, `true`, `"A"`, `"\u0041"`, `"é"`, `[1,{"b":2}]`, `{"b":[]}`, `-0`, `0`,
		`9007199254740993`, `1e99999999999999999999`, `"\ud800"`, `12`, `"abcdefghijklmnop"`,
	})
	object := func() string {
		names := rapid.SliceOfN(rapid.SampledFrom([]string{
			"sym", "sym", "s\\u0079m", "venue", "_partition", "__partition__", "SYM", "other",
		}), 0, 5).Draw(t, "names")
		var members []string
		for _, name := range names {
			members = append(members, `"`+name+`":`+value.Draw(t, "value"))
		}
		return "{" + strings.Join(members, rapid.SampledFrom([]string{",", " , "}).Draw(t, "comma")) + "}"
	}
	switch rapid.IntRange(0, 11).Draw(t, "kind") {
	case 0:
		return string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "garbage"))
	case 1:
		return rapid.SampledFrom([]string{"", " ", "\t \r", "[]", "7", "{", `{"sym":}`, "\ufeff{}", "{}{}", "\xff", `{"sym":"` + "\xff" + `"}`}).Draw(t, "special")
	case 2:
		o := object()
		return o[:rapid.IntRange(0, len(o)).Draw(t, "cut")]
	case 3:
		return `{"sym":"` + strings.Repeat("x", rapid.IntRange(50, 400).Draw(t, "length")) + `"}`
	case 4:
		return strings.Repeat("x", rapid.IntRange(60, 300).Draw(t, "length"))
	}
	return object()
}

func fileOf(t *rapid.T) []byte {
	var b bytes.Buffer
	if rapid.IntRange(0, 3).Draw(t, "mark") == 0 {
		b.WriteString("\ufeff")
	}
	for range rapid.IntRange(0, 40).Draw(t, "lines") {
		b.WriteString(lineOf(t))
		b.WriteString(rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "end"))
	}
	if rapid.Bool().Draw(t, "open end") {
		b.WriteString(lineOf(t))
	}
	return b.Bytes()
}

// TestReplayLikeTheReference: whatever is in the files, however they are cut and at any number of
// workers, the report is that of the reference, and each record went where the reference sends it.
func TestReplayLikeTheReference(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		strategy := rapid.SampledFrom(strategies.All).Draw(t, "strategy")
		cfg := Config{
			Hash:         rapid.SampledFrom(hash.All).Draw(t, "hash"),
			Partitions:   rapid.IntRange(1, 257).Draw(t, "partitions"),
			MaxLineBytes: rapid.SampledFrom([]int{0, 100, 230, 231}).Draw(t, "longest line"),
			From:         "test",
			blockBytes:   rapid.SampledFrom([]int{1, 16, 17, 100, 1000, 0}).Draw(t, "block"),
		}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"sym", "venue", "_partition"}), 0, 3, rapid.ID[string]).Draw(t, "keys") {
			cfg.Keys = append(cfg.Keys, scalar.Field{Path: []string{name}})
			cfg.KeyNames = append(cfg.KeyNames, name)
		}
		if strategy.NeedsKeys && len(cfg.Keys) == 0 {
			strategy = strategies.RoundRobin
		}
		var contents [][]byte
		for i := range rapid.IntRange(1, 3).Draw(t, "files") {
			content := fileOf(t)
			contents = append(contents, content)
			path := filepath.Join(dir, fmt.Sprint(i))
			if rapid.IntRange(0, 3).Draw(t, "stdin") == 0 && cfg.Stdin == nil {
				path = "-"
				cfg.Stdin = bytes.NewReader(content)
			} else if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			cfg.Inputs = append(cfg.Inputs, path)
		}
		cfg.Strategy = strategy
		want, wantRouted := reference(cfg, contents)
		for _, workers := range []int{1, rapid.IntRange(2, 8).Draw(t, "workers")} {
			cfg.Workers = workers
			if stdin, ok := cfg.Stdin.(*bytes.Reader); ok {
				stdin.Seek(0, 0)
			}
			var seen spy
			cfg.Strategy = seen.on(strategy)
			got, err := Run(context.Background(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, withoutTimes); diff != "" {
				t.Fatalf("%d workers (-reference +replay):\n%s", workers, diff)
			}
			if diff := cmp.Diff(wantRouted, seen.inOrder(), cmp.AllowUnexported(routed{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%d workers (-reference +replay):\n%s", workers, diff)
			}
			checkConservation(t, got)
		}
	})
}

// checkConservation: nothing is lost and nothing is counted twice.
func checkConservation(t rapid.TB, r *Report) {
	t.Helper()
	var records, rejected uint64
	for _, p := range r.Partitions {
		records += p.Records
	}
	for _, n := range r.Input.Rejected.ByReason {
		rejected += n
	}
	in := r.Input
	if records != in.Records || rejected != in.Rejected.Count || in.Records+in.Blank+in.Rejected.Count != in.Lines {
		t.Fatalf("the counts do not add up: %+v, %d in partitions, %d by reason", in, records, rejected)
	}
}
