package kafka

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// Bytes put the deadline of an answer off, silence does not, and what has called a reading off stays in force.
func TestLinkDeadline(t *testing.T) {
	const patience = 300 * time.Millisecond
	near, far := net.Pipe()
	moved := 0
	l := &link{Conn: near, moving: func() { moved++ }}
	defer l.Close()
	answer := make([]byte, 20<<10)
	go func() {
		for i := 0; i < len(answer); i += 1 << 10 {
			time.Sleep(patience / 6)
			if _, err := far.Write(answer[i : i+1<<10]); err != nil {
				return
			}
		}
	}()
	l.SetReadDeadline(time.Now().Add(patience))
	start := time.Now()
	if _, err := io.ReadFull(l, answer); err != nil || time.Since(start) < 2*patience {
		t.Errorf("a slow answer: %v after %v", err, time.Since(start))
	}
	if moved == 0 {
		t.Error("nobody was told of a long answer")
	}
	start = time.Now()
	if _, err := l.Read(answer); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) > 2*patience {
		t.Errorf("silence: %v after %v", err, time.Since(start))
	}
	l.SetReadDeadline(time.Now().Add(patience))
	go func() {
		for {
			if _, err := far.Write(answer[:1]); err != nil {
				return
			}
		}
	}()
	time.AfterFunc(patience/3, func() { l.SetReadDeadline(time.Now()) })
	start = time.Now()
	if _, err := io.Copy(io.Discard, l); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) > patience {
		t.Errorf("a reading that is called off: %v after %v", err, time.Since(start))
	}
}
