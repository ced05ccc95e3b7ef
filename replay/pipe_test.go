//go:build unix

package replay

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe: a named pipe is opened once, so that its writer is not cut off, and read to its end.
func TestPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString(strings.Repeat("{\"k\":1}\n", 50_000))
			err = errors.Join(err, f.Close())
		}
		written <- err
	}()
	report, err := Run(t.Context(), roundRobin(path))
	if err != nil || report.Input.Records != 50_000 || report.Input.Bytes != 400_000 {
		t.Errorf("error %v, %+v", err, report)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
}
