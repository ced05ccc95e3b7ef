package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// StdinPath is the input that means Config.Stdin.
const StdinPath = "-"

// InputError is an input that could not be read.
type InputError struct {
	Path  string // as it was given, or the name of a topic
	Topic bool   // it is a topic
	Err   error
}

// Error names the input and what is wrong with it.
func (e *InputError) Error() string {
	switch {
	case e.Topic:
		return fmt.Sprintf("cannot read the topic %s: %v", e.Path, e.Err)
	case e.Path == StdinPath:
		return fmt.Sprintf("cannot read the standard input: %v", e.Err)
	}
	return fmt.Sprintf("cannot read the input %s: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }

var (
	errNoInput   = errors.New("replay: no input is given: name a file, or - for the standard input")
	errNoStdin   = errors.New("there is none")
	errStdin     = errors.New("it is named more than once, and can be read only once")
	errDirectory = errors.New("it is a directory; name the files in it")
)

// CheckInputs returns an *InputError if an input cannot be read. total is the size of all inputs in bytes,
// 0 if it is not known.
func CheckInputs(inputs []string, input io.Reader) (total int64, err error) {
	if len(inputs) == 0 {
		return 0, errNoInput
	}
	stdin, known := 0, true
	for _, path := range inputs {
		if path == StdinPath {
			stdin++
			known = false
			continue
		}
		if strings.HasPrefix(path, ObjectScheme) {
			known = false // it is asked for when its turn comes
			continue
		}
		size, err := checkFile(path)
		if err != nil {
			return 0, &InputError{Path: path, Err: err}
		}
		total += size
		known = known && size > 0
	}
	switch {
	case stdin > 0 && input == nil:
		return 0, &InputError{Path: StdinPath, Err: errNoStdin}
	case stdin > 1:
		return 0, &InputError{Path: StdinPath, Err: errStdin}
	case !known:
		return 0, nil
	}
	return total, nil
}

// checkFile opens a regular file and closes it again. A pipe is only stat-ed: opening and closing it
// would break it for the program that writes.
func checkFile(path string) (size int64, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, Cause(err)
	}
	if info.IsDir() {
		return 0, errDirectory
	}
	if !info.Mode().IsRegular() {
		return 0, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, Cause(err)
	}
	begin := make([]byte, foreignBytes)
	n, _ := io.ReadFull(f, begin) // an error will come again
	return info.Size(), errors.Join(foreign(begin[:n], false), f.Close())
}

// Cause returns what an error of the package os is about, without the path that InputError names.
func Cause(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}

// input is an open input. One worker at a time uses it.
type input interface {
	// next gives the chunk, which is empty, the next piece of the input, or io.EOF and nothing.
	// When it gives up because ctx is done, it keeps the chunk's buffer for good.
	next(ctx context.Context, c *Chunk) error
	// position returns how many bytes were taken out of the file.
	position() int64
	// format returns the format, empty while it is not known.
	format() Format
	close()
}

// openInput opens an input. A regular file of lines is read in blocks, everything else as a stream.
func openInput(ctx context.Context, path string, cfg *Config) (input, error) {
	if cfg.Topic != nil {
		return &topicInput{topic: cfg.Topic}, nil
	}
	if cfg.isObject(path) {
		return openObject(ctx, path, cfg)
	}
	if path != StdinPath {
		f, err := os.Open(path)
		if err != nil {
			return nil, Cause(err)
		}
		return openFile(f, f, path, cfg)
	}
	if f, ok := cfg.Stdin.(*os.File); ok {
		return openFile(f, nil, path, cfg)
	}
	return newStream(newPump(cfg.Stdin, nil, cfg.chooser(path)), cfg), nil
}

// openFile reads a file from where it stands. closer, if any, is closed at the end.
func openFile(f *os.File, closer io.Closer, path string, cfg *Config) (input, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(Cause(err), closeIf(closer))
	}
	choose := cfg.chooser(path)
	if info.Mode().IsRegular() {
		start, err := f.Seek(0, io.SeekCurrent)
		// Some files have more in them than they say, those of a system's /proc for instance.
		if err == nil && info.Size() > start {
			format, compressed, err := look(io.NewSectionReader(f, start, info.Size()-start), choose)
			if err != nil {
				return nil, errors.Join(err, closeIf(closer))
			}
			switch {
			case compressed || format == FormatValues:
			case format == FormatParquet:
				return newParquet(io.NewSectionReader(f, start, info.Size()-start), info.Size()-start, closer)
			case format.HasRows() || format == FormatAvro:
				return newStream(&plainFile{f, closer, start, start, info.Size(), format}, cfg), nil
			default:
				return newBlocks(f, closer, start, info.Size(), cfg.BlockBytes, format), nil
			}
		}
	}
	return newStream(newPump(f, closer, choose), cfg), nil
}

// look returns the format of a file, unless that is compressed, or an error if it is no file of records.
// Errors of reading will come again.
func look(r io.Reader, choose chooser) (format Format, compressed bool, err error) {
	begin := make([]byte, sampleBytes)
	n, err := io.ReadFull(r, begin)
	begin = begin[:n]
	if magic, _ := compression(begin); magic != "" {
		return FormatLines, true, nil
	}
	format, _ = formatOf(begin, err != nil)
	return choose(begin, format), false, foreign(begin, false)
}

// closeIf closes what there is to close.
func closeIf(closer io.Closer) error {
	if closer == nil {
		return nil
	}
	return closer.Close()
}
