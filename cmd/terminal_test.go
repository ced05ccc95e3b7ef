package cmd

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
)

func TestWantsColor(t *testing.T) {
	for _, test := range []struct {
		env            map[string]string
		terminal, pipe bool
	}{
		{nil, true, false},
		{map[string]string{"NO_COLOR": "1"}, false, false},
		{map[string]string{"TERM": "dumb"}, false, false},
		{map[string]string{"CLICOLOR": "0"}, false, false},
		{map[string]string{"CLICOLOR": "1"}, true, false},
		{map[string]string{"CLICOLOR_FORCE": "1"}, true, true},
		{map[string]string{"CLICOLOR_FORCE": "0"}, true, false},
		{map[string]string{"FORCE_COLOR": "1", "TERM": "dumb"}, true, true},
		{map[string]string{"FORCE_COLOR": "true", "CLICOLOR": "0"}, true, true},
		{map[string]string{"FORCE_COLOR": "0"}, true, false},
		{map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, false, false},
	} {
		getenv := func(name string) string { return test.env[name] }
		if a, b := wantsColor(true, getenv), wantsColor(false, getenv); a != test.terminal || b != test.pipe {
			t.Errorf("%v: %v on a terminal and %v elsewhere", test.env, a, b)
		}
	}
}

func TestASCIILocale(t *testing.T) {
	for _, test := range []struct {
		all, ctype, lang string
		want             bool
	}{
		{"", "", "", false},
		{"", "", "C", true},
		{"", "", "C.UTF-8", false},
		{"", "", "de_DE.utf8", false},
		{"", "", "de_DE.ISO-8859-1", true},
		{"", "en_US.UTF-8", "C", false},
		{"POSIX", "en_US.UTF-8", "en_US.UTF-8", true},
	} {
		env := map[string]string{"LC_ALL": test.all, "LC_CTYPE": test.ctype, "LANG": test.lang}
		if got := asciiLocale(func(name string) string { return env[name] }); got != test.want {
			t.Errorf("%v: %v", env, got)
		}
	}
}

// Where the locale has no UTF-8, all that is for people is ASCII if the jobs are.
func TestASCIIOutput(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	jobs, records, query := "testdata/formats/jobs", "../testdata/records/trades.ndjson", "../testdata/jobs/price_stats.sql"
	for _, args := range [][]string{
		{"explain", jobs}, {"explain", jobs, "--full"}, {"explain", jobs, "-f", "tree"}, {"explain", jobs, "--graph"},
		{"explain", jobs, "--diff", "testdata/formats/old"}, {"explain", query, "--analyze", "--input", records},
		{"replay", records, "--query", query, "--compare", "--what-if", "4,16"}, {"lint", "../testdata/jobs-bad"},
		{"strategies"}, {"strategies", "sticky"}, {"rules"}, {"rules", "VP101"}, {"explain", "--help"}, {"explain", "no.sql"},
	} {
		var out bytes.Buffer
		Main(args, strings.NewReader(""), &out, &out)
		for line := range strings.Lines(out.String()) {
			if strings.ContainsFunc(line, func(r rune) bool { return r > unicode.MaxASCII }) {
				t.Errorf("%v: %s", args, line)
				break
			}
		}
		if out.Len() == 0 {
			t.Errorf("%v prints nothing", args)
		}
	}
}
