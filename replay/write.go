package replay

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/unfinished"
	"github.com/velo-plan/velo-plan/routing"
)

const (
	// writeBytes is how much is kept in memory of all partitions together before it is written,
	// and largestWrite and smallestWrite bound the part of one.
	writeBytes    = 16 << 20
	largestWrite  = 256 << 10
	smallestWrite = 4 << 10
	// ownerFile, unfinished as long as the partitions are, says in their folder whose they are.
	ownerFile = "partitions"
)

// partitionFile matches the names of the files of partitions, complete or not.
var partitionFile = regexp.MustCompile(`^partition-\d{3,}\.ndjson(\.unfinished)?$`)

// partitionFiles writes the lines of each partition into a file of its own. The router lets one
// worker at a time into a partition. Files are open only while they are written, as there may be
// more of them than a process can have open.
type partitionFiles struct {
	dir     string
	made    bool // the folder was made for them
	owner   *unfinished.File
	names   []string
	buffers [][]byte
	most    int // bytes in a buffer before it is written
}

// WriteError is a folder for the partitions' records that cannot be written.
type WriteError struct {
	Dir string // as it was given
	Err error
}

// Error names the folder and what is wrong with it.
func (e *WriteError) Error() string {
	return fmt.Sprintf("cannot write the partitions into %s: %v", e.Dir, e.Err)
}

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

var (
	errNotEmpty  = errors.New("it is not empty; name a new or an empty folder")
	errNotFolder = errors.New("it is not a folder; name a new or an empty one")
)

// newPartitionFiles makes the folder if need be, and an empty file for each partition.
func newPartitionFiles(dir string, partitions int) (*partitionFiles, error) {
	f := &partitionFiles{
		dir: dir, names: make([]string, partitions), buffers: make([][]byte, partitions),
		most: min(max(writeBytes/partitions, smallestWrite), largestWrite),
	}
	if err := f.open(); err != nil {
		return nil, f.discard(&WriteError{dir, err})
	}
	return f, nil
}

func (f *partitionFiles) open() error {
	info, err := os.Stat(f.dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if err := os.MkdirAll(f.dir, 0o777); err != nil {
			return reading.Cause(err)
		}
		f.made = true
	case err != nil:
		return reading.Cause(err)
	case !info.IsDir():
		return errNotFolder
	}
	if err := f.own(); err != nil {
		return err
	}
	digits := max(3, len(strconv.Itoa(len(f.names)-1)))
	for p := range f.names {
		name := filepath.Join(f.dir, fmt.Sprintf("partition-%0*d.ndjson", digits, p))
		file, err := os.OpenFile(name+unfinished.Suffix, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return reading.Cause(err)
		}
		f.names[p] = name
		if err := file.Close(); err != nil {
			return reading.Cause(err)
		}
	}
	return nil
}

// own makes the folder that of this replay. It must be empty, or hold what a replay has left that was killed.
func (f *partitionFiles) own() error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return reading.Cause(err)
	}
	left := false
	for _, e := range entries {
		owner := e.Name() == ownerFile+unfinished.Suffix
		left = left || owner
		if !owner && !partitionFile.MatchString(e.Name()) {
			return errNotEmpty
		}
	}
	if len(entries) > 0 && !left {
		return errNotEmpty
	}
	if f.owner, err = unfinished.Create(filepath.Join(f.dir, ownerFile)); err != nil {
		return reading.Cause(err)
	}
	for _, e := range entries {
		if partitionFile.MatchString(e.Name()) {
			if err := os.Remove(filepath.Join(f.dir, e.Name())); err != nil {
				return reading.Cause(err)
			}
		}
	}
	return nil
}

// consume writes the lines of a batch, with their line ends.
func (f *partitionFiles) consume(partition int, batch routing.Batch[reading.Record]) error {
	c := batch.Chunk().(*reading.Chunk)
	buffer := f.buffers[partition]
	for r := range batch.All() {
		buffer = append(buffer, c.Text(r)...)
	}
	f.buffers[partition] = buffer
	if len(buffer) < f.most {
		return nil
	}
	return f.flush(partition)
}

// flush writes what is kept of a partition.
func (f *partitionFiles) flush(partition int) error {
	buffer := f.buffers[partition]
	if len(buffer) == 0 {
		return nil
	}
	file, err := os.OpenFile(f.names[partition]+unfinished.Suffix, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return &WriteError{f.dir, reading.Cause(err)}
	}
	_, err = file.Write(buffer)
	if err := errors.Join(reading.Cause(err), reading.Cause(file.Close())); err != nil {
		return &WriteError{f.dir, err}
	}
	f.buffers[partition] = buffer[:0]
	return nil
}

// close ends the writing for a replay that ended with err, and returns that or what went wrong
// here. The files of one that is not complete would only look as if they were.
func (f *partitionFiles) close(err error) error {
	if err == nil {
		err = f.finish()
	}
	if err != nil {
		return f.discard(err)
	}
	return nil
}

// finish writes what is left and gives the files their names.
func (f *partitionFiles) finish() error {
	for p := range f.names {
		if err := f.flush(p); err != nil {
			return err
		}
	}
	for _, name := range f.names {
		if err := os.Rename(name+unfinished.Suffix, name); err != nil {
			return &WriteError{f.dir, err}
		}
	}
	f.owner.Discard()
	return nil
}

// discard removes the files, and the folder if it was made for them, because of an error. It returns
// that, and what it could not remove.
func (f *partitionFiles) discard(err error) error {
	for _, name := range f.names {
		if name == "" {
			break // it was not made
		}
		for _, path := range []string{name, name + unfinished.Suffix} {
			if failed := os.Remove(path); failed != nil && !errors.Is(failed, os.ErrNotExist) {
				err = errors.Join(err, failed)
			}
		}
	}
	if f.owner != nil {
		f.owner.Discard()
	}
	if f.made {
		if failed := os.Remove(f.dir); failed != nil {
			err = errors.Join(err, failed)
		}
	}
	return err
}
