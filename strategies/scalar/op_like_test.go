package scalar

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// asRegexp is the slow twin of a LIKE pattern.
func asRegexp(pattern string, escape rune) (*regexp.Regexp, bool) {
	var out strings.Builder
	out.WriteString(`(?s)\A`)
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			out.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case r == escape:
			escaped = true
		case r == '%':
			out.WriteString(".*")
		case r == '_':
			out.WriteString(".")
		default:
			out.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	out.WriteString(`\z`)
	return regexp.MustCompile(out.String()), !escaped
}

func checkLike(t testing.TB, text, pattern string) {
	twin, whole := asRegexp(pattern, '!')
	v, err := like([]Value{String(text), String(pattern), String("!")})
	if (err == nil) != whole {
		t.Fatalf("%q: %v", pattern, err)
	}
	if err == nil && v.IsTrue() != twin.MatchString(text) {
		t.Fatalf("%q LIKE %q is %v", text, pattern, v)
	}
}

// Every short text against every short pattern.
func TestLikeAgainstRegexp(t *testing.T) {
	words := func(alphabet string, most int) []string {
		list := []string{""}
		for from := 0; most > 0; most-- {
			end := len(list)
			for _, w := range list[from:end] {
				for _, r := range alphabet {
					list = append(list, w+string(r))
				}
			}
			from = end
		}
		return list
	}
	for _, pattern := range words("aé%_!", 4) {
		twin, whole := asRegexp(pattern, '!')
		for _, text := range words("aé%", 4) {
			v, err := like([]Value{String(text), String(pattern), String("!")})
			if (err == nil) != whole || err == nil && v.IsTrue() != twin.MatchString(text) {
				t.Fatalf("%q LIKE %q is %v, %v", text, pattern, v, err)
			}
		}
	}
}

func TestLikeIsBounded(t *testing.T) {
	text := strings.Repeat("a", 1<<20)
	start := time.Now()
	for _, pattern := range []string{"%a%a%a%a%a%b", strings.Repeat("%a_", 5) + "b", strings.Repeat("%", 16)} {
		if _, err := like([]Value{String(text), String(pattern)}); err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	if _, err := like([]Value{String(text), String(strings.Repeat("a", 1000))}); err == nil {
		t.Error("a comparison without bound")
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

func FuzzLike(f *testing.F) {
	f.Add("abc", "a%_!%")
	f.Add("日本", "_本")
	f.Fuzz(func(t *testing.T, text, pattern string) {
		if !utf8.ValidString(text) || !utf8.ValidString(pattern) || len(text)+len(pattern) > 200 {
			return // the twin reads UTF-8 only, and its time has no bound
		}
		checkLike(t, text, pattern)
	})
}
