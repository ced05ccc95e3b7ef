package replay

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
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
		if why, _ := slowLine(line, nil); why != "accepted" || bytes.IndexByte(line, '\n') >= 0 {
			return
		}
		fields := referenceFields(line)
		want := referencePayload(fields["payload"])
		o := newOpener(envelopes[EnvelopeKcat])
		c := newFieldTree()
		a := c.add([]string{"a"})
		inner := newScanner(c)
		for range 2 { // the second time by its layout
			o.scanner.reset(padded(append(line, '\n')))
			if _, why := o.scanner.line(0); why != accepted {
				t.Fatalf("%s: %v", line, why)
			}
			why := o.open(&inner)
			if (why == accepted) != (want != nil) {
				t.Fatalf("%s: %v, want %q", line, why, want)
			}
			if want == nil {
				return
			}
			compareField(t, inner.value(a), referenceFields(want)["a"])
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
