package cmd

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/velo-plan/velo-plan/strategies/scalar"
)

func TestKeys(t *testing.T) {
	field := func(path ...string) scalar.Expr { return scalar.Field{Path: path} }
	for text, want := range map[string][]scalar.Expr{
		"":                          nil,
		"a":                         {field("a")},
		" a , b.c ":                 {field("a"), field("b", "c")},
		`"service.name"`:            {field("service.name")},
		"`service.name`,b":          {field("service.name"), field("b")},
		`a."b, c".d`:                {field("a", "b, c", "d")},
		`"say ""hello""",x`:         {field(`say "hello"`), field("x")},
		"_partition,\"_partition\"": {scalar.System{Name: "_PARTITION"}, field("_partition")},
		`"UPPER(a)"`:                {field("UPPER(a)")},
	} {
		got, err := parseKeys(splitKeys(text))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, %s", text, err, diff)
		}
	}
	for text, want := range map[string]string{
		"a,": "expected fields", "a..b": "expected fields", `""`: "expected fields", `"a`: "the quotes are not closed", `"a"b`: "after the quotes",
		"UPPER(a)": "not a plain field", "a b": "not a plain field", `a"b"`: "not a plain field",
	} {
		if keys, err := parseKeys(splitKeys(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, %v, want %q", text, err, keys, want)
		}
	}
}
