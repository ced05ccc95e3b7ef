package cmd

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

// TestGenerateInterrupted: Ctrl-C ends it even while nobody reads what it writes.
func TestGenerateInterrupted(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close() // only then the last write ends
	var errOut bytes.Buffer
	code := make(chan int)
	go func() {
		code <- Main([]string{"generate", "--records", "1000000000"}, strings.NewReader(""), writer, &errOut)
	}()
	if _, err := reader.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != exitInterrupted || errOut.Len() > 0 {
		t.Errorf("exit code %d, said %q", got, errOut.String())
	}
}

// TestGenerateUnwritable: a write that fails, and one that panics.
func TestGenerateUnwritable(t *testing.T) {
	var errOut bytes.Buffer
	code := Main([]string{"generate"}, strings.NewReader(""), failing{errors.New("disk full")}, &errOut)
	if want := "velo-plan: cannot write to standard output: disk full\n"; code != exitUsage || errOut.String() != want {
		t.Errorf("exit code %d, said %q", code, errOut.String())
	}
	errOut.Reset()
	code = Main([]string{"generate"}, strings.NewReader(""), faulty{}, &errOut)
	if code != exitFault || !strings.Contains(errOut.String(), "the \\x1b[31mwriter is broken") {
		t.Errorf("exit code %d, said %q", code, errOut.String())
	}
}
