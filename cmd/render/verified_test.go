package render_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay/keyedby"
)

// verifiedTopics are topics of every kind of verdict.
func verifiedTopics() []render.VerifiedTopic {
	three := int32(3)
	topic := func(name string, v keyedby.Verdict, declared ...render.DeclaredKey) render.VerifiedTopic {
		v.Records, v.Partitions, v.Seen = 20000, 12, 12
		return render.VerifiedTopic{Topic: name, Streams: []string{name}, Verdict: v, Declared: declared}
	}
	symbol, both := []string{"symbol"}, []string{"venue", "symbol"}
	return []render.VerifiedTopic{
		topic("key", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByKey, Partitioner: "murmur2", Form: keyedby.FormText, Fields: symbol, Same: []string{"ticker"}, Distinct: 500, Fieldless: 3},
			render.DeclaredKey{Stream: "key", Key: symbol, Result: render.DeclaredHolds}, render.DeclaredKey{Stream: "key", Key: both, Result: render.DeclaredDiffers}),
		topic("piped", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByKey, Partitioner: "crc32", Form: keyedby.FormPiped, Fields: both, Distinct: 500}),
		topic("json", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByKey, Partitioner: "crc32", Form: keyedby.FormJSON, Fields: both, Distinct: 500}),
		topic("integer", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByKey, Partitioner: "murmur2", Form: keyedby.FormInteger, Fields: symbol, Distinct: 500}),
		topic("other", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByKey, Partitioner: "murmur2", Form: keyedby.FormOther, Fields: symbol, Distinct: 500}),
		topic("few", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByKey, Form: keyedby.FormText, Fields: symbol, Distinct: 5}),
		topic("field", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByField, Partitioner: "murmur2", Form: keyedby.FormPiped, Fields: both, Distinct: 500, Keyless: 20000}),
		topic("fnv", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByCustom, Form: keyedby.FormText, Fields: symbol, Distinct: 300}),
		topic("custom", keyedby.Verdict{Outcome: keyedby.Decided, By: keyedby.ByCustom, Fields: symbol, Distinct: 500}),
		topic("grown", keyedby.Verdict{Outcome: keyedby.None, By: keyedby.ByKey, Partitioner: "murmur2", Form: keyedby.FormText, Fields: symbol, Distinct: 500, Exceptions: 3759,
			GrownFrom: 6, Example: &keyedby.Example{Partition: 0, Offset: 1, Key: "S198"}, Because: "some records are not where their keys say"}),
		topic("mixed", keyedby.Verdict{Outcome: keyedby.None, By: keyedby.ByKey, Partitioner: "murmur2", Form: keyedby.FormText, Fields: symbol, Distinct: 500, Keyless: 1, Exceptions: 1,
			Example: &keyedby.Example{Partition: 7, Offset: 11, NoKey: true}, Because: "records without a key may be in any partition"}),
		topic("random", keyedby.Verdict{Outcome: keyedby.None, Keyless: 20000, Because: "the records have no key, and every field has values that are in several partitions"},
			render.DeclaredKey{Stream: "r", Key: symbol, Result: render.DeclaredRefuted, Conflicts: 18281, Example: &keyedby.Example{Partition: 1, Offset: 2, Key: "S1", Other: &three}}),
		topic("open", keyedby.Verdict{Outcome: keyedby.Undecided, Because: "the topic has no records"}, render.DeclaredKey{Stream: "open", Key: symbol, Result: render.DeclaredOpen}),
		topic("bad\x1b[2J", keyedby.Verdict{Outcome: keyedby.None, Fields: []string{"a|b", "*c*"}, Exceptions: 1, Example: &keyedby.Example{Key: "\x00\n\xff`"}, Because: "some records are not where their keys say"}),
	}
}

func TestVerified(t *testing.T) {
	golden(t, "verified.txt", render.VerifiedText(verifiedTopics(), false, render.Options{}))
	golden(t, "verified_quiet.txt", render.VerifiedText(verifiedTopics(), true, render.Options{Color: true}))
	golden(t, "verified.md", render.VerifiedMarkdown(verifiedTopics()))
	if got := render.VerifiedText(nil, false, render.Options{}) + render.VerifiedMarkdown(nil); got != "" {
		t.Errorf("nothing is printed as %q", got)
	}
}

func TestVerifiedIsClean(t *testing.T) {
	for _, text := range []string{render.VerifiedText(verifiedTopics(), false, render.Options{}), render.VerifiedMarkdown(verifiedTopics())} {
		if strings.ContainsAny(text, "\x1b\x00") || !utf8.ValidString(text) {
			t.Errorf("%q", text)
		}
	}
}
