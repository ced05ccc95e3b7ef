package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
	"pgregory.net/rapid"
)

// withoutTimes compares reports but for what differs from run to run.
var withoutTimes = cmp.Options{cmpopts.IgnoreFields(report.Report{}, "Throughput"), cmpopts.IgnoreFields(report.AbsentField{}, "Meant")}

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

// wrapped puts a line into an envelope, well or badly.
func wrapped(t *rapid.T, line string) string {
	payload := line // as it is
	if rapid.IntRange(0, 3).Draw(t, "as text") > 0 {
		text, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		payload = string(text)
	}
	name := rapid.SampledFrom([]string{"payload", "payload", "value"}).Draw(t, "tool")
	partition := rapid.SampledFrom([]string{"0", "3", "11", "null", `"x"`, "2147483648"}).Draw(t, "partition")
	return fmt.Sprintf(`{"topic":"t","partition":%s,"offset":7,%q:%s,"ts":12}`, partition, name, payload)
}

func fileOf(t *rapid.T) []byte {
	line := lineOf
	if rapid.IntRange(0, 2).Draw(t, "in envelopes") == 0 {
		line = func(t *rapid.T) string {
			if rapid.IntRange(0, 9).Draw(t, "bare") == 0 {
				return lineOf(t)
			}
			return wrapped(t, strings.ReplaceAll(lineOf(t), "\n", ""))
		}
	}
	var b bytes.Buffer
	if rapid.IntRange(0, 3).Draw(t, "mark") == 0 {
		b.WriteString("\ufeff")
	}
	for range rapid.IntRange(0, 40).Draw(t, "lines") {
		b.WriteString(line(t))
		b.WriteString(rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "end"))
	}
	if rapid.Bool().Draw(t, "open end") {
		b.WriteString(line(t))
	}
	return asLines(b.Bytes())
}

// asLines returns a content that is read line by line: one that may be JSON values in another layout gets a
// first line that is none, and one that is no text of records at all is left out.
func asLines(content []byte) []byte {
	text := bytes.TrimPrefix(content, []byte("\ufeff"))
	begin := bytes.TrimLeft(text, " \t\r\n\x1e")
	first, _, _ := bytes.Cut(begin, []byte("\n"))
	var object map[string]json.RawMessage
	if len(begin) == 0 || begin[0] >= 0x80 || begin[0] == 0 || bytes.IndexByte(text, 0) == 1 ||
		bytes.ContainsAny(text[:len(text)-len(begin)], "\x1e") || begin[0] == '[' || begin[0] == '{' && json.Unmarshal(first, &object) != nil {
		return append([]byte("x\n"), text...)
	}
	return content
}

// compressed compresses the content of a file, or leaves it.
func compressed(t *rapid.T, content []byte) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch rapid.IntRange(0, 3).Draw(t, "packed") {
	case 0:
		w = gzip.NewWriter(&b)
	case 1:
		w, _ = zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
	default:
		return content
	}
	w.Write(content)
	w.Close()
	return b.Bytes()
}

// configOf draws a configuration but for the inputs.
func configOf(t *rapid.T) Config {
	cfg := Config{
		Hash:         rapid.SampledFrom(hash.All).Draw(t, "hash"),
		Partitions:   rapid.SampledFrom([]int{1, 2, 3, 7, 8, 64, 257}).Draw(t, "partitions"),
		MaxLineBytes: rapid.SampledFrom([]int{0, 100, 230, 231}).Draw(t, "longest line"),
		Envelope:     rapid.SampledFrom(append([]reading.Envelope{"", "", "", ""}, reading.Envelopes...)).Draw(t, "envelope"),
		Limit:        rapid.SampledFrom([]uint64{0, 0, 1, 2, 7, 20}).Draw(t, "limit"),
		From:         "test",
		Sample:       report.Sample{Share: 1}, // else the size of the files tells whether a limit ended the replay early
		blockBytes:   rapid.SampledFrom([]int{1, 16, 17, 100, 1000, 0}).Draw(t, "block"),
	}
	cfg.Strategy = rapid.SampledFrom(strategies.All).Draw(t, "strategy")
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"sym", "venue", "_partition"}), 0, 3, rapid.ID[string]).Draw(t, "keys") {
		cfg.Keys = append(cfg.Keys, scalar.Field{Path: []string{name}})
		cfg.KeyNames = append(cfg.KeyNames, name)
	}
	cfg.Aligned = len(cfg.Keys) == 0 || rapid.Bool().Draw(t, "aligned")
	if cfg.Strategy.NeedsKeys && len(cfg.Keys) == 0 {
		cfg.Strategy = strategies.RoundRobin
	}
	return cfg
}

// TestReplayLikeTheReference: whatever is in the files, however they are packed and cut, at any
// number of workers, the report is that of the reference, each record went where the reference
// sends it, and its line and those that are rejected are written as they were.
func TestReplayLikeTheReference(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		cfg := configOf(t)
		var contents [][]byte
		var stdin []byte
		for i := range rapid.IntRange(1, 3).Draw(t, "files") {
			content := fileOf(t)
			contents = append(contents, content)
			content = compressed(t, content)
			path := filepath.Join(dir, fmt.Sprint(i))
			if rapid.IntRange(0, 3).Draw(t, "stdin") == 0 && stdin == nil {
				path = "-"
				stdin = append([]byte{}, content...)
				cfg.Stdin = bytes.NewReader(nil)
			} else if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			cfg.Inputs = append(cfg.Inputs, path)
		}
		want := reference(cfg, contents)
		strategy := cfg.Strategy
		for _, workers := range []int{1, rapid.IntRange(2, 8).Draw(t, "workers")} {
			cfg.Workers = workers
			if stdin != nil {
				cfg.Stdin = bytes.NewReader(stdin)
			}
			var seen spy
			var rejected bytes.Buffer
			cfg.Strategy = seen.on(strategy)
			cfg.Rejects = &rejected
			if cfg.Partitions <= 8 {
				cfg.WriteDir = filepath.Join(dir, "written")
				if err := os.RemoveAll(cfg.WriteDir); err != nil { // of a failure before
					t.Fatal(err)
				}
			}
			got, err := Run(context.Background(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			for i, format := range got.Input.Formats {
				if format != "" && format != string(reading.FormatValues) { // what the lines look like is a guess
					got.Input.Formats[i] = string(reading.FormatLines)
				}
			}
			if diff := cmp.Diff(want.report, got, withoutTimes); diff != "" {
				t.Fatalf("%d workers (-reference +replay):\n%s", workers, diff)
			}
			if diff := cmp.Diff(want.routed, seen.inOrder(), cmp.AllowUnexported(routed{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%d workers (-reference +replay):\n%s", workers, diff)
			}
			if !bytes.Equal(want.rejected, rejected.Bytes()) {
				t.Fatalf("%d workers: rejected lines %q, want %q", workers, rejected.Bytes(), want.rejected)
			}
			if cfg.WriteDir != "" {
				checkWritten(t, cfg.WriteDir, want.written)
			}
			checkConservation(t, got)
		}
	})
}

// checkWritten compares the files of the partitions in a folder with what they should be.
func checkWritten(t rapid.TB, dir string, want [][]byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(want) {
		t.Fatalf("error %v, %d files, want %d", err, len(entries), len(want))
	}
	for p, content := range want {
		got, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("partition-%03d.ndjson", p)))
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("error %v, partition %d has %q, want %q", err, p, got, content)
		}
	}
}

// checkConservation: nothing is lost and nothing is counted twice.
func checkConservation(t rapid.TB, r *report.Report) {
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
