package reading

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// rejectWriter writes the rejected lines, in input order, byte for byte. Only a line end that is
// missing at the end of an input is added. Of a record of a format without lines it writes where it is and what is wrong,
// as one JSON object, with the value if a topic has it.
type rejectWriter struct {
	w      *bufio.Writer
	inLong bool // the bytes that come next belong to a line that is too long
	file   int  // whose line that is
}

// newRejectWriter returns a writer to w, nil if that is.
func newRejectWriter(w io.Writer) *rejectWriter {
	if w == nil {
		return nil
	}
	return &rejectWriter{w: bufio.NewWriter(w)}
}

// write writes the rejected lines of the next chunk.
func (r *rejectWriter) write(c *Chunk) error {
	if r.inLong && c.file != r.file {
		r.endLong()
	}
	if r.inLong {
		r.w.Write(c.head)
		r.inLong = len(c.head) == 0 || c.head[len(c.head)-1] != '\n'
	}
	for _, line := range c.rejected {
		r.w.Write(c.lines[line.Start:line.End])
	}
	for _, u := range c.unlined {
		about := struct {
			RejectedLine
			Value []byte `json:"value,omitempty"` // base64
		}{RejectedLine: c.located(u)}
		if c.keys.piece != nil {
			about.Value = c.piece.Records.Value(int(u.line))
		}
		text, err := json.Marshal(about)
		if err != nil {
			return err
		}
		r.w.Write(append(text, '\n'))
	}
	if c.isLong {
		r.w.Write(c.long)
		r.inLong, r.file = true, c.file
	}
	return r.flush() // once a chunk that has any, so that errors are met where they are
}

// endLong ends a line that is too long and has no end of its own.
func (r *rejectWriter) endLong() {
	r.w.WriteByte('\n')
	r.inLong = false
}

// close writes what is left.
func (r *rejectWriter) close() error {
	if r.inLong {
		r.endLong()
	}
	return r.flush()
}

func (r *rejectWriter) flush() error {
	if err := r.w.Flush(); err != nil {
		return fmt.Errorf("cannot write the rejected lines: %w", err)
	}
	return nil
}
