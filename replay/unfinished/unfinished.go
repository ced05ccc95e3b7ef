// Package unfinished writes files that get their names when they are complete.
//
//	Create ──► FILE.unfinished ──► Commit ──► FILE
//	                          └──► Discard ─► FILE as it was
//
// A file under its own name is complete at any moment, also where the process is killed. What a killed process has left
// is taken over by the next one; what a living process is writing is not touched.
package unfinished

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Suffix is at the end of the name of a file that is not complete.
const Suffix = ".unfinished"

// BusyError is the error of a file that another process is writing.
type BusyError struct {
	Path  string // of the unfinished file
	Owner int    // the process; 0: it is not known
}

// Error names the file and the process.
func (e *BusyError) Error() string {
	if e.Owner == 0 {
		return fmt.Sprintf("%s is being written by another process, or was left by one that was killed; remove it then", e.Path)
	}
	return fmt.Sprintf("%s is being written by process %d: wait for it, or name another file", e.Path, e.Owner)
}

// File is a file that is not complete. It has one user at a time.
type File struct {
	file   *os.File
	path   string // its final name
	direct bool   // it is written under that: it is a device or a pipe, or its folder takes no new file
	fresh  bool   // a direct file that is to be emptied before the first write
}

// Create begins a file. A link is followed. A device or a pipe is written at once, and so is a file in a folder that
// takes no new ones.
func Create(path string) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, errors.New("it is a folder")
	case err == nil && !info.Mode().IsRegular():
		return openDirectly(path, false)
	}
	path = Resolve(path)
	file, failed := take(path + Suffix)
	if err == nil && errors.Is(failed, fs.ErrPermission) {
		return openDirectly(path, true)
	}
	if failed != nil {
		return nil, failed
	}
	if err == nil {
		file.Chmod(info.Mode().Perm()) // where there are no such modes, nothing is lost
	}
	return &File{file: file, path: path}, nil
}

// openDirectly opens a file that is there.
func openDirectly(path string, regular bool) (*File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return &File{file: file, path: path, direct: true, fresh: regular}, nil
}

// tries is how often a file may vanish while it is being taken.
const tries = 100

// take makes a file, or takes over one whose owner is gone, and empties it.
func take(path string) (*os.File, error) {
	for range tries {
		_, err := os.Lstat(path)
		file, failed := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if failed != nil {
			return nil, failed
		}
		if busy := lock(file, errors.Is(err, fs.ErrNotExist)); busy != nil {
			return nil, errors.Join(busy, file.Close())
		}
		// Its owner may have given it its name, or removed it, since it was opened.
		opened, err := file.Stat()
		if now, failed := os.Lstat(path); err == nil && failed == nil && os.SameFile(opened, now) {
			if err := file.Truncate(0); err != nil {
				return nil, errors.Join(err, file.Close())
			}
			return file, nil
		}
		file.Close()
	}
	return nil, &BusyError{Path: path}
}

// Write implements io.Writer.
func (f *File) Write(b []byte) (int, error) {
	if f.fresh {
		if err := f.file.Truncate(0); err != nil {
			return 0, err
		}
		f.fresh = false
	}
	return f.file.Write(b)
}

// Commit gives the file its name. After an error the file that had the name before is as it was.
func (f *File) Commit() error {
	if f.direct {
		_, err := f.Write(nil) // an empty file too
		return errors.Join(err, f.file.Close())
	}
	if !renamesOpen {
		if err := f.file.Close(); err != nil {
			os.Remove(f.path + Suffix)
			return err
		}
	}
	if err := os.Rename(f.path+Suffix, f.path); err != nil {
		f.Discard()
		return err
	}
	if renamesOpen {
		return f.file.Close()
	}
	return nil
}

// Discard removes the file. One that had the name before is as it was.
func (f *File) Discard() {
	if !f.direct && renamesOpen {
		os.Remove(f.path + Suffix)
	}
	f.file.Close() // what was written does not count
	if !f.direct && !renamesOpen {
		os.Remove(f.path + Suffix)
	}
}

// mostLinks is how many links are followed from one to the next.
const mostLinks = 40

// Resolve returns the path by which a file is known, whether or not it exists: absolute, without links.
func Resolve(path string) string {
	for range mostLinks {
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		folder = filepath.Dir(path)
	}
	whole, err := filepath.Abs(filepath.Join(folder, filepath.Base(path)))
	if err != nil {
		return path
	}
	return whole
}

// Same reports whether two paths name one file, whether or not it exists.
func Same(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	if err == nil && err2 == nil {
		return os.SameFile(x, y)
	}
	return Resolve(a) == Resolve(b)
}
