package reading

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/ndjson/ndjsontest"
)

// FuzzEnvelope compares what is taken out of an envelope with what encoding/json finds in it.
func FuzzEnvelope(f *testing.F) {
	for _, payload := range []string{
		`"{\"a\":1}"`, `{"a":1}`, `"\u007b\"a\":\"\\ud83d\\ude00\ud83d\ude00\ud800\u005c\u006e\"}"`, `" {\n}\r\t"`, `"{\"a\":\"\u000a\"}"`, `null`,
		`"{\"a\":\"\\/\b\f\"}"`, `"\/"`,
	} {
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload string) {
		line := []byte(`{"payload":` + payload + `}`)
		if why, _ := ndjsontest.Line(line, nil); why != "accepted" || bytes.IndexByte(line, '\n') >= 0 {
			return
		}
		compareEnvelopes(t, [][]byte{line, line}) // the second time by its layout
	})
}

// TestEnvelopeLayouts: what the layout of one envelope tells is not taken for what is in another.
func TestEnvelopeLayouts(t *testing.T) {
	lines := [][]byte{
		[]byte(`{"payload":{"a":1}}`), []byte(`{"payload":{"x":1}}`), []byte(`{"payload":{}}`), []byte(`{"a":1}`), []byte(`{}`),
		[]byte(`{"payload":[{"a":1}]}`), []byte(`{"payload":{"a":1},"payload":{"x":1}}`), []byte(`{"payload":{"a":1},"payload":2}`),
		[]byte(`{"payload":2,"payload":{"a":{"a":1}}}`), []byte(`{"payload":null}`), []byte(`{"payload":"{\"a\":1}"}`),
		[]byte(`{"payload":{"a":"\u0031"}}`), []byte(`{"payload":{"a":[1]}}`), []byte(`{"payload":{"x":{"a":1},"a":2}}`),
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var chosen [][]byte
		for range 20 {
			chosen = append(chosen, lines[random.IntN(len(lines))])
		}
		compareEnvelopes(t, chosen)
	}
}

// compareEnvelopes compares what is taken out of envelopes, one after the other, with what their twin finds.
func compareEnvelopes(t *testing.T, lines [][]byte) {
	t.Helper()
	c := newColumns(nil, "", false, nil)
	a := c.Add([]string{"a"})
	o := newOpener(envelopes[EnvelopeKcat], c)
	inner := ndjson.NewScanner(c.Fields)
	for _, line := range lines {
		want, reason := ndjsontest.Payload(ndjsontest.Fields(line)["payload"])
		o.scanner.Reset(ndjsontest.Padded(append(line, '\n')))
		if _, why := o.scanner.Line(0); why != ndjson.Accepted {
			t.Fatalf("%s: %v", line, why)
		}
		if why := o.open(&inner); why.String() != reason {
			t.Fatalf("%s: %v, want %q", line, why, reason)
		}
		if want != nil {
			compareField(t, inner.Value(a), ndjsontest.Fields(want)["a"])
		}
	}
}

// compareField compares the texts of a field; blanks in them may have become others.
func compareField(t *testing.T, got, want []byte) {
	t.Helper()
	if len(got) == 0 && want == nil {
		return
	}
	var x, y any
	if json.Unmarshal(got, &x) != nil || json.Unmarshal(want, &y) != nil || !cmp.Equal(x, y) || !utf8.Valid(got) {
		t.Fatalf("%q, want %q", got, want)
	}
}

// A line of the greatest length shows its envelope, whether or not a carriage return ends it.
func TestEnvelopeOfTheLongestLine(t *testing.T) {
	line := `{"topic":"t","partition":3,"offset":7,"payload":{},"ts":12}`
	for _, end := range []string{"\n", "\r\n"} {
		if got := newDetector(len(line)).detect(ndjsontest.Padded([]byte(line + end))); got != "kcat" {
			t.Errorf("%q: %q", end, got)
		}
		if got := newDetector(len(line) - 1).detect(ndjsontest.Padded([]byte(line + end))); got != "" {
			t.Errorf("%q, too long: %q", end, got)
		}
	}
}
