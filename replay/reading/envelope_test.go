package reading

import (
	"bytes"
	"encoding/json"
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
		fields := ndjsontest.Fields(line)
		want, reason := ndjsontest.Payload(fields["payload"])
		o := newOpener(envelopes[EnvelopeKcat])
		c := ndjson.NewFields()
		a := c.Add([]string{"a"})
		inner := ndjson.NewScanner(c)
		for range 2 { // the second time by its layout
			o.scanner.Reset(ndjsontest.Padded(append(line, '\n')))
			if _, why := o.scanner.Line(0); why != ndjson.Accepted {
				t.Fatalf("%s: %v", line, why)
			}
			why := o.open(&inner)
			if why.String() != reason {
				t.Fatalf("%s: %v, want %q", line, why, want)
			}
			if want == nil {
				return
			}
			compareField(t, inner.Value(a), ndjsontest.Fields(want)["a"])
		}
	})
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
