package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestMain lets the test binary be the commands that the program itself is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && own[os.Args[1]] != nil {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestBench measures everything once on small files: what is measured runs, and is printed.
func TestBench(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds two programs")
	}
	s := settings{records: 2000, groups: 2000, shapeMB: 1, rounds: 1, dir: t.TempDir()}
	files, err := prepare(s)
	if err != nil {
		t.Fatal(err)
	}
	cases := files.cases(s)
	if err := measure(cases, files, s.rounds); err != nil {
		t.Fatal(err)
	}
	shapes, err := files.prepareShapes(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := measureShapes(shapes, s.rounds); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	report(&out, s, cases, shapes, 0) // whether the bars are met says nothing here
	for _, c := range shapes {
		if !strings.Contains(out.String(), "| "+c.shape.Name+" |") {
			t.Errorf("%s is not printed:\n%s", c.shape.Name, out.String())
		}
	}
	for _, c := range cases {
		if c.median() <= 0 || len(c.seconds) != 1 {
			t.Errorf("%s: %v", c.name, c.seconds)
		}
		if !strings.Contains(out.String(), "| "+c.name+" |") {
			t.Errorf("%s is not printed:\n%s", c.name, out.String())
		}
	}
}

// TestBars: a bar is met at its limit, and a missed one is an error.
func TestBars(t *testing.T) {
	for _, c := range []struct {
		bar  bar
		want bool
	}{
		{bar{value: 2, limit: 2}, true}, {bar{value: 2.1, limit: 2}, false},
		{bar{value: 2, limit: 2, least: true}, true}, {bar{value: 1.9, limit: 2, least: true}, false},
	} {
		if c.bar.ok() != c.want {
			t.Errorf("%+v", c.bar)
		}
	}
	var cases []*benchCase
	for _, c := range (prepared{}).cases(settings{records: 1000, groups: 1000}) {
		c.seconds = []float64{1, 5, 3}
		cases = append(cases, c)
	}
	var out bytes.Buffer
	if err := report(&out, settings{}, cases, nil, 0); err == nil || !strings.Contains(out.String(), "| replay over wc -l, wall time | 1 x | at most 3.5 x | yes |") {
		t.Errorf("error %v\n%s", err, out.String())
	}
}
