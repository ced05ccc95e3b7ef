package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestFixIsKilled: whenever a run of --fix is killed, each file has its old text or its new one, whole, and
// the next run fixes the rest.
func TestFixIsKilled(t *testing.T) {
	const files = 150
	text := func(i int, window string) string {
		return fmt.Sprintf("-- @name: j%[1]d\nSELECT k, COUNT(*) AS n\nFROM t%[1]d -- %[1]d\nGROUP BY k\nWINDOW TUMBLING(%[2]s);\n", i, window)
	}
	folder := t.TempDir()
	name := func(i int) string { return filepath.Join(folder, fmt.Sprintf("j%d.sql", i)) }
	mixed := 0
	for kill := range 15 {
		for i := range files {
			if err := os.WriteFile(name(i), []byte(text(i, "INTERVAL '5' MINUTE")), 0o640); err != nil {
				t.Fatal(err)
			}
		}
		c, _ := process(t, "lint", "--fix", "-q", folder)
		// The first file that is replaced says that the others are about to be.
		for start := time.Now(); time.Since(start) < 10*time.Second; time.Sleep(50 * time.Microsecond) {
			if now, err := os.ReadFile(name(0)); err == nil && string(now) != text(0, "INTERVAL '5' MINUTE") {
				break
			}
		}
		time.Sleep(time.Duration(kill) * 300 * time.Microsecond)
		c.Process.Kill()
		c.Wait()
		changed := 0
		for i := range files {
			switch now, err := os.ReadFile(name(i)); {
			case err != nil:
				t.Fatal(err)
			case string(now) == text(i, "5m"):
				changed++
			case string(now) != text(i, "INTERVAL '5' MINUTE"):
				t.Fatalf("%s is half written:\n%s", name(i), now)
			}
		}
		if 0 < changed && changed < files {
			mixed++
		}
	}
	if mixed == 0 {
		t.Error("no run was killed in the middle")
	}
	t.Logf("%d of 15 runs were killed in the middle", mixed)
	run("", "lint", "--fix", "-q", folder)
	for i := range files {
		if now, err := os.ReadFile(name(i)); err != nil || string(now) != text(i, "5m") {
			t.Fatalf("%s is not fixed by the next run: %v\n%s", name(i), err, now)
		}
	}
}
