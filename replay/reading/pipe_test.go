//go:build unix

package reading

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestPipeIsNotOpenedToLook: nobody writes yet, so opening it would wait.
func TestPipeIsNotOpenedToLook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	checked := make(chan error, 1)
	go func() {
		_, err := CheckInputs([]string{path}, nil)
		checked <- err
	}()
	select {
	case err := <-checked:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it waits for a writer")
	}
}
