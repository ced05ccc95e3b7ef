package objects

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/velo-plan/velo-plan/replay/objects/objectstest"
)

// open returns the store of the environment.
func open(t *testing.T) *Store {
	t.Helper()
	retries = 2
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFind: the objects that a pattern matches, in order, over several listings.
func TestFind(t *testing.T) {
	objectstest.New(t, map[string]string{"a/1.csv": "", "a/2.csv": "", "a/3.json": "", "a/b/4.csv": "", "b/5.csv": ""})
	s := open(t)
	for pattern, want := range map[string]string{
		"s3://bucket/a/*.csv":  "[s3://bucket/a/1.csv s3://bucket/a/2.csv]",
		"s3://bucket/**/*.csv": "[s3://bucket/a/1.csv s3://bucket/a/2.csv s3://bucket/a/b/4.csv s3://bucket/b/5.csv]",
		"s3://bucket/a/3.json": "[s3://bucket/a/3.json]",
		"s3://bucket/x*":       "no object matches the pattern",
		"s3://bucket/a/":       "it is a folder: write s3://bucket/a/*.parquet, or ** for all that is below",
		"s3://bucket":          "it is a folder: write s3://bucket/*.parquet, or ** for all that is below",
		"s3://other/*":         "there is no such bucket",
		"s3://*/x":             "expected s3://bucket/key, or a pattern behind the bucket",
	} {
		found, err := s.Find(t.Context(), pattern)
		got := fmt.Sprint(found)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", pattern, got, want)
		}
	}
}

// TestReadAt: any part of an object is read, though connections break.
func TestReadAt(t *testing.T) {
	content := make([]byte, 3*blockBytes+77)
	for i := range content {
		content[i] = byte(rand.Uint32())
	}
	store := objectstest.New(t, map[string]string{"x": string(content)})
	var broken atomic.Bool
	store.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || broken.Swap(true) {
			return false
		}
		panic(http.ErrAbortHandler)
	}
	o, err := open(t).Open(t.Context(), "s3://bucket/x")
	if err != nil || o.Size() != int64(len(content)) {
		t.Fatal(o, err)
	}
	for _, part := range [][2]int{{0, 10}, {blockBytes - 5, 10}, {3 * blockBytes, 77}, {5, 2 * blockBytes}, {len(content) - 1, 1}} {
		got := make([]byte, part[1])
		if n, err := o.ReadAt(got, int64(part[0])); err != nil || !bytes.Equal(got[:n], content[part[0]:part[0]+part[1]]) {
			t.Errorf("%v: %d bytes, %v", part, n, err)
		}
	}
	if n, err := o.ReadAt(make([]byte, 10), int64(len(content)-3)); n != 3 || err != io.EOF {
		t.Errorf("behind the end: %d, %v", n, err)
	}
}

// TestFaults: each has an error of its own, which tells no secret.
func TestFaults(t *testing.T) {
	store := objectstest.New(t, map[string]string{"x": "1"})
	s := open(t)
	answer := func(status int, code string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool { objectstest.Refuse(w, status, code); return true }
	}
	for want, before := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"does not let us read it (AccessDenied)": answer(http.StatusForbidden, "AccessDenied"),
		"answers Odd: no":                        answer(http.StatusTeapot, "Odd"),
		"does not answer as S3 does": func(w http.ResponseWriter, _ *http.Request) bool {
			io.WriteString(w, "<html><body>log in</body></html>")
			return true
		},
		"throttles, also after 2 tries": answer(http.StatusServiceUnavailable, "SlowDown"),
	} {
		store.Before = before
		if _, err := s.Find(t.Context(), "s3://bucket/*"); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "never-told") {
			t.Errorf("%v, want %s", err, want)
		}
	}
	store.Before = nil
	if _, err := s.Open(t.Context(), "s3://bucket/y"); err == nil || !strings.Contains(err.Error(), "there is no such object") {
		t.Error(err)
	}
	o, err := s.Open(t.Context(), "s3://bucket/x")
	if err != nil {
		t.Fatal(err)
	}
	store.Put("x", "2")
	if _, err := o.ReadAt(make([]byte, 1), 0); err != errChanged {
		t.Error(err)
	}
	for _, address := range []string{"nonsense", "ftp://x", "http://user:secret@x", "http://x/path"} {
		t.Setenv("AWS_ENDPOINT_URL", address)
		if _, err := New(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
