package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/replay/state"
	"github.com/velo-plan/velo-plan/replay/topics"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/scalar"
	"pgregory.net/rapid"
)

// log is a topic in memory, which hands out the pieces of a plan.
type log struct {
	group  string
	values [][]string      // by partition and offset
	plan   []topics.Bounds // pieces
	freed  int             // pieces that were given back
	taken  int
}

func (l *log) Name() string  { return "log" }
func (l *log) Group() string { return l.group }

func (l *log) Bounds() []topics.Bounds {
	var all []topics.Bounds
	for p, values := range l.values {
		all = append(all, topics.Bounds{Partition: int32(p), Begin: 0, End: int64(len(values))})
	}
	return all
}

func (l *log) Next(context.Context) (topics.Piece, error) {
	if len(l.plan) == 0 {
		return topics.Piece{}, io.EOF
	}
	b := l.plan[0]
	l.plan = l.plan[1:]
	l.taken++
	return topics.Piece{Partition: b.Partition, From: b.Begin, To: b.End, Records: &stretch{l, b}}, nil
}

// stretch is the records of a piece.
type stretch struct {
	log *log
	topics.Bounds
}

func (s *stretch) Len() int { return int(s.End - s.Begin) }

func (s *stretch) Value(i int) []byte {
	return []byte(s.log.values[s.Partition][s.Begin+int64(i)])
}

func (s *stretch) At(i int) topics.Record {
	return topics.Record{Value: s.Value(i), Offset: s.Begin + int64(i), Key: fmt.Append(nil, i%3)}
}

func (s *stretch) Free() { s.log.freed++ }

// ofLog is how the tests replay a log.
func ofLog(l *log) Config {
	return Config{
		Topic: l, Strategy: strategies.AlwaysHash, Partitions: 3, Workers: 2,
		Keys: []scalar.Expr{scalar.Field{Path: []string{"k"}}}, KeyNames: []string{"k"},
	}
}

// drawLog makes a log.
func drawLog(t *rapid.T) *log {
	value := rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 5), func(k int) string { return fmt.Sprintf(`{"k":%d}`, k) }),
		rapid.SampledFrom([]string{"", " ", "\n", "{\"k\":\n7}", "{\"k\":\"a\nb\"}", "[]", "{}", `{"k":null}`, `{"k":"x"} `, "{", "\xff"}),
	)
	return &log{values: rapid.SliceOfN(rapid.SliceOfN(value, 0, 20), 1, 4).Draw(t, "values")}
}

// notOrder leaves out what hangs on the order between partitions: which rejected records are the first ones,
// and their numbers.
var notOrder = cmp.Options{
	cmpopts.IgnoreFields(report.Report{}, "Throughput"), cmpopts.IgnoreFields(report.RejectedBlock{}, "First"), cmpopts.IgnoreFields(report.TopicBlock{}, "Group"),
	cmpopts.IgnoreFields(report.PartialBlock{}, "Because"),
}

// TestMembersOfAGroup: whoever reads what, whoever dies at which point, the parts together are the topic.
func TestMembersOfAGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := drawLog(t)
		whole.plan = whole.Bounds()
		want, err := Run(context.Background(), ofLog(whole))
		if err != nil {
			t.Fatal(err)
		}
		g := newGroup(whole.values)
		for len(g.open()) > 0 {
			g.segment(t, rapid.IntRange(0, len(g.alive)-1).Draw(t, "who"))
		}
		var parts []state.Part
		for i, file := range rapid.Permutation(g.files).Draw(t, "order") {
			parts = append(parts, state.Part{Name: fmt.Sprint("file ", i), State: bytes.NewReader(file.Bytes())})
		}
		got, err := Merge(parts, MergeConfig{})
		if err != nil && len(g.files) > 0 && got == nil && want.Input.Lines == 0 {
			return // nobody had anything to read
		}
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, notOrder); diff != "" {
			t.Fatal(diff)
		}
	})
}

// group is processes that share a log.
type group struct {
	values    [][]string
	committed []int64         // by partition
	files     []*bytes.Buffer // of all processes that there were
	alive     []*bytes.Buffer // of those that there are
	writers   []*state.PartsWriter
}

func newGroup(values [][]string) *group {
	g := &group{values: values, committed: make([]int64, len(values)), alive: make([]*bytes.Buffer, 3), writers: make([]*state.PartsWriter, 3)}
	for i := range g.alive {
		g.start(i)
	}
	return g
}

// start starts a process.
func (g *group) start(who int) {
	file := new(bytes.Buffer)
	g.files, g.alive[who] = append(g.files, file), file
	g.writers[who], _ = state.NewPartsWriter(&synced{file})
}

// open lists the partitions that are not committed to their end.
func (g *group) open() (open []int) {
	for p, values := range g.values {
		if g.committed[p] < int64(len(values)) {
			open = append(open, p)
		}
	}
	return open
}

// segment lets a process read a segment, and perhaps die then.
func (g *group) segment(t *rapid.T, who int) {
	l := &log{group: "g", values: g.values}
	at := append([]int64{}, g.committed...)
	for range rapid.IntRange(1, 4).Draw(t, "pieces") {
		p := rapid.SampledFrom(g.open()).Draw(t, "partition")
		if to := rapid.Int64Range(at[p], int64(len(g.values[p]))).Draw(t, "to"); to > at[p] {
			l.plan = append(l.plan, topics.Bounds{Partition: int32(p), Begin: at[p], End: to})
			at[p] = to
		}
	}
	segments, err := NewSegments(ofLog(l))
	if err != nil {
		t.Fatal(err)
	}
	defer segments.Free()
	var saved bytes.Buffer
	ends, err := segments.Run(context.Background(), &saved)
	if err != nil {
		t.Fatal(err)
	}
	for p, end := range ends {
		if end != at[p] {
			t.Fatalf("partition %d ends at %d, not %d", p, end, at[p])
		}
	}
	if len(ends) == 0 {
		return
	}
	file, before := g.alive[who], g.alive[who].Len()
	w := g.writers[who]
	w.Part(saved.Bytes())
	switch fate := rapid.SampledFrom([]string{"none", "none", "killed while it writes", "killed before it commits", "killed behind that"}).Draw(t, "fate"); fate {
	case "none":
		w.Commit()
		g.committed = at
	case "killed while it writes":
		file.Truncate(rapid.IntRange(before, file.Len()-1).Draw(t, "cut"))
		g.start(who)
	case "killed before it commits":
		g.start(who)
	case "killed behind that":
		g.committed = at
		g.start(who)
	}
}

// synced is a buffer that is a disk.
type synced struct{ io.Writer }

func (s *synced) Sync() error { return nil }

// TestPiecesAreGivenBack: as long as a replay runs it keeps no more pieces than it works on.
func TestPiecesAreGivenBack(t *testing.T) {
	l := &log{values: [][]string{make([]string, 1000)}}
	for i := range 1000 {
		l.values[0][i] = `{"k":1}`
		l.plan = append(l.plan, topics.Bounds{Partition: 0, Begin: int64(i), End: int64(i) + 1})
	}
	r, err := Run(t.Context(), ofLog(l))
	if err != nil || r.Input.Records != 1000 {
		t.Fatal(r, err)
	}
	if kept := l.taken - l.freed; l.taken != 1000 || kept > 40 {
		t.Errorf("%d pieces of %d are kept", kept, l.taken)
	}
}

// TestTopicOfOnePieceOrMany: it does not matter how a topic is cut into pieces.
func TestTopicOfOnePieceOrMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLog(t)
		l.plan = l.Bounds()
		want, err := Run(context.Background(), ofLog(l))
		if err != nil {
			t.Fatal(err)
		}
		for p, values := range l.values {
			for at := int64(0); at < int64(len(values)); {
				to := rapid.Int64Range(at+1, int64(len(values))).Draw(t, "to")
				l.plan = append(l.plan, topics.Bounds{Partition: int32(p), Begin: at, End: to})
				at = to
			}
		}
		got, err := Run(context.Background(), ofLog(l))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(report.Report{}, "Throughput")); diff != "" {
			t.Fatal(diff)
		}
		if in := got.Input; in.Lines != in.Records+in.Rejected.Count || in.Blank != 0 {
			t.Fatalf("%+v", in)
		}
	})
}

// FuzzValue: a value of a topic is a record if and only if it is one JSON object in UTF-8, whatever line
// ends are in it, and each value is one record or one that is rejected.
func FuzzValue(f *testing.F) {
	for _, value := range []string{"", "{}", "{\n}", "{\"a\":\"\n\"}", "{}\n{}", "\n", "[{}]", "{\"\xff\":1}", "\r\n{\r\n}\r\n", "{\"a\n\":1}", "\x01{}"} {
		f.Add([]byte(value))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		l := &log{values: [][]string{{`{"k":1}`, string(value), `{"k":2}`}}, plan: []topics.Bounds{{Partition: 0, Begin: 0, End: 3}}}
		r, err := Run(t.Context(), ofLog(l))
		if err != nil {
			t.Fatal(err)
		}
		want := uint64(2)
		if trimmed := bytes.TrimLeft(value, " \t\r\n"); json.Valid(value) && utf8.Valid(value) && trimmed[0] == '{' {
			want++
		}
		in := r.Input
		want -= in.Rejected.ByReason["key_not_evaluable"] // a number beyond all bounds
		if in.Records != want || in.Lines != 3 || in.Rejected.Count != 3-want {
			t.Errorf("%q: %+v", value, in)
		}
	})
}

func (s *stretch) Header(int, string) []byte { return nil }
