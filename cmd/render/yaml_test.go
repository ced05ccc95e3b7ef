package render_test

import (
	"encoding/json"
	"testing"
	"unicode"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/velo-plan/velo-plan/cmd/render"
)

// sameInYAML encodes a value as JSON and as YAML and compares what the two say.
func sameInYAML(t interface {
	Fatalf(string, ...any)
}, value any) {
	text, err := render.YAML(value)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, r := range text {
		if r != '\n' && !unicode.IsGraphic(r) {
			t.Fatalf("%U stands in the YAML: %q", r, text)
		}
	}
	plain, err := render.JSON(value)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var want any
	if err := json.Unmarshal([]byte(plain), &want); err != nil {
		t.Fatalf("%v", err)
	}
	var read, got any
	if err := yaml.Unmarshal([]byte(text), &read); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	again, err := json.Marshal(read) // numbers of one kind
	if err != nil {
		t.Fatalf("%v", err)
	}
	if err := json.Unmarshal(again, &got); err != nil {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("YAML says something else (- JSON, + YAML):\n%s\n%s", diff, text)
	}
}

func TestYAML(t *testing.T) {
	text, err := render.YAML(sample())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "explain_yaml.yaml", text)
}

func TestYAMLSaysWhatJSONSays(t *testing.T) {
	sameInYAML(t, sample())
	hostileOne := sample()
	hostileOne.Plans[0] = hostile()
	sameInYAML(t, hostileOne)
	for _, odd := range []string{
		"", " ", "1.0", "yes", "null", "~", ".inf", "-.inf", ".nan", "0x1f", "1e3", "2020-01-01", "- a", "a: b", "a #b", "#", "&a", "*a", "!a", "|", ">",
		"%", "@a", "`", "\"", "'", "\\", "\n", "a\nb", "a\n", "\r", "a\r\nb", "\t", "a\tb", "\x00", "\x1b[2J", "\x7f", "\u0085", "\u2028", "\u202e", "\ufeff", "\U000e0001",
		"<<", "...", "---", "?", "=", "{", "[", "a:", ":a", "on", "True", "NULL", "_1", "1_000", "0o17", "12:30:45", "😀", "价格",
	} {
		sameInYAML(t, map[string]any{"text": odd, "list": []string{odd, odd}, "deep": []map[string]string{{"k": odd}}})
	}
}

func TestYAMLOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sameInYAML(t, map[string]any{"text": rapid.String().Draw(t, "text"), "list": rapid.SliceOf(rapid.StringMatching(`[-a:#'"\\ {}\[\],&*!|>%@.0-9~?<]*`)).Draw(t, "list")})
	})
}

func TestYAMLKeepsNumbersAndErrors(t *testing.T) {
	got, err := render.YAML(map[string]any{"a": 8, "b": 0.5, "c": []any{}, "d": map[string]any{}, "e": nil, "f": true})
	if want := "a: 8\nb: 0.5\nc: []\nd: {}\ne: null\nf: true\n"; err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := render.YAML(func() {}); err == nil {
		t.Error("a function has no YAML")
	}
}
