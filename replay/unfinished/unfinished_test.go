package unfinished

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// content returns what a file holds, "-" if there is none.
func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return "-"
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// write begins a file and writes it.
func write(t *testing.T, path, text string) *File {
	t.Helper()
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCommitAndDiscard(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	f := write(t, path, "one")
	if content(t, path) != "-" || content(t, path+Suffix) != "one" {
		t.Error("it has its name before it is complete")
	}
	if err := f.Commit(); err != nil || content(t, path) != "one" || content(t, path+Suffix) != "-" {
		t.Errorf("error %v, %q", err, content(t, path))
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	write(t, path, "two").Discard()
	if content(t, path) != "one" || content(t, path+Suffix) != "-" {
		t.Errorf("%q", content(t, path))
	}
	if err := write(t, path, "").Commit(); err != nil || content(t, path) != "" {
		t.Errorf("error %v, %q", err, content(t, path))
	}
	if info, err := os.Stat(path); err != nil || renamesOpen && info.Mode().Perm() != 0o640 {
		t.Errorf("error %v, mode %v", err, info.Mode())
	}
}

// TestLeftover: what a process has left that is gone is taken over, and nothing of it stays.
func TestLeftover(t *testing.T) {
	if !renamesOpen {
		t.Log("nobody can be asked here whether the owner is gone")
		return
	}
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path+Suffix, []byte("a long text that was left"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := write(t, path, "new").Commit(); err != nil || content(t, path) != "new" {
		t.Errorf("error %v, %q", err, content(t, path))
	}
}

func TestCannotBeMade(t *testing.T) {
	folder := t.TempDir()
	for _, path := range []string{folder, filepath.Join(folder, "no", "such")} {
		if f, err := Create(path); err == nil {
			f.Discard()
			t.Errorf("%s can be written", path)
		}
	}
}

// TestSame: a file is itself under every name that it has, also one that is not there yet.
func TestSame(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for _, name := range []string{"there", "other"} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"link": "there", "dangling": "new", "chain": "dangling", "sub": ".", "circle": "circle"} {
		if err := os.Symlink(target, link); err != nil {
			t.Log(err)
			return
		}
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"there", "./there", true}, {"there", filepath.Join(folder, "there"), true}, {"there", "link", true}, {"there", "sub/there", true},
		{"there", "other", false}, {"new", "./new", true}, {"new", "dangling", true}, {"new", "chain", true}, {"new", "sub/sub/new", true},
		{"new", "there", false}, {"new", "no/new", false}, {"circle", "new", false},
	} {
		if Same(c.a, c.b) != c.same || Same(c.b, c.a) != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, !c.same)
		}
	}
	if err := write(t, "chain", "text").Commit(); err != nil || content(t, "new") != "text" {
		t.Errorf("error %v, %q", err, content(t, "new"))
	}
}
