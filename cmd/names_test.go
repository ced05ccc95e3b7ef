package cmd

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInside(t *testing.T) {
	root := t.TempDir()
	real, link := filepath.Join(root, "real"), filepath.Join(root, "link")
	if err := os.Mkdir(real, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ folder, path, want string }{
		{real, filepath.Join(real, "a", "b.sql"), filepath.Join("a", "b.sql")},
		{real, filepath.Join(real, "..", "b.sql"), filepath.Join(real, "..", "b.sql")},
		{real, real + "ly.sql", real + "ly.sql"},
		{link, filepath.Join(link, "b.sql"), "b.sql"},
		{link, filepath.Join(real, "b.sql"), "b.sql"},
		{real, "/elsewhere/b.sql", "/elsewhere/b.sql"},
	} {
		if got := inside(test.folder, test.path); got != test.want {
			t.Errorf("%s in %s is shown as %s, not %s", test.path, test.folder, got, test.want)
		}
	}
}
