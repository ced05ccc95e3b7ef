package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/velo-plan/velo-plan/planner/catalog"
	"github.com/velo-plan/velo-plan/planner/catalog/mapping"
	"github.com/velo-plan/velo-plan/planner/lint"
)

// FileName is the name of a project's configuration file.
const FileName = "velo-plan.yaml"

// nearNames are names that are easily taken for FileName.
var nearNames = []string{"velo-plan.yml", ".velo-plan.yaml", ".velo-plan.yml", "veloplan.yaml", "veloplan.yml", "velo_plan.yaml", "velo_plan.yml"}

// configPath returns the configuration file to read: the one named, else the nearest FileName in
// or above the folder r.Near; "" if there is none. misnamed is a file of nearly this name that is nearer.
func configPath(r Request) (path, misnamed string, err error) {
	if path := first(r.Config, r.Getenv(configVariable)); path != "" {
		return path, "", nil
	}
	folder, err := filepath.Abs(r.Near)
	if err != nil {
		return "", "", fmt.Errorf("cannot look for %s: %w", FileName, err)
	}
	for {
		in := func(name string) bool {
			info, err := os.Stat(filepath.Join(folder, name))
			return err == nil && info.Mode().IsRegular()
		}
		if in(FileName) {
			return shown(filepath.Join(folder, FileName)), misnamed, nil
		}
		if at := slices.IndexFunc(nearNames, in); at >= 0 && misnamed == "" {
			misnamed = filepath.ToSlash(shown(filepath.Join(folder, nearNames[at])))
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", misnamed, nil
		}
		folder = parent
	}
}

// shown returns an absolute path as messages and plans show it: relative to the working
// directory, so that they are the same on every machine.
func shown(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(here, path)
	if err != nil {
		return path
	}
	return relative
}

// fileKeys are the keys at the top level of a configuration file.
var fileKeys = []string{KeyCatalog, KeyPartitions, KeyStrategy, "auto_select_strategy", KeyHash, KeyFormat, "engine", "lint", "state"}

// elsewhere tells where in a configuration file a key belongs that stands in a wrong place; "" for a key that no place
// knows.
func elsewhere(key string) string {
	switch {
	case slices.Contains(fileKeys, key):
		return "write it at the top level of the file, with no key above it: " + key + ": .."
	case slices.Contains(stateKeys, key):
		return "write it below state: state: {" + key + ": ..}"
	case slices.Contains(lintKeys, key):
		return "write it below lint: lint: {" + key + ": ..}"
	case lint.Select(key) != nil:
		return "write it below severity: lint: {severity: {" + key + ": ..}}"
	}
	return ""
}

// readConfigFile reads a configuration file; `velo-plan schema config` prints its schema.
func readConfigFile(path string) (Values, error) {
	var v Values
	data, err := readFile(path)
	if err != nil {
		return v, err
	}
	doc, root := mapping.Parse(filepath.ToSlash(path), data)
	for _, f := range root.FieldsHere(elsewhere, fileKeys...) {
		switch f.Key {
		case "auto_select_strategy":
			auto, ok := f.Value.Bool()
			v.NoAutoSelect = ok && !auto
			continue
		case "engine":
			v.Lint.readEngine(f.Value)
			continue
		case "lint":
			v.Lint.read(f.Value)
			continue
		case "state":
			v.State.read(f.Value)
			continue
		}
		text, ok := f.Value.Text()
		if !ok {
			continue
		}
		if f.Key == KeyCatalog && !local(f.Value, text) {
			continue
		}
		if err := v.Set(f.Key, text); err != nil {
			f.Value.Note(f.Key+": "+err.Error(), "")
		}
	}
	return v, doc.Err()
}

// readCatalog reads a catalog file.
func readCatalog(path string) (*catalog.Catalog, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("the catalog: %w", err)
	}
	return catalog.Read(filepath.ToSlash(path), data)
}

// readFile returns the content of a file of at most mapping.MaxBytes. Errors name the file.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, Cause(err))
	}
	defer file.Close()
	data, err := ReadAll(file, mapping.MaxBytes)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, Cause(err))
	}
	return data, nil
}

// ReadAll reads r to its end. More than limit bytes are an error, and no more are held.
func ReadAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("it has more than %d bytes", limit)
	}
	return data, nil
}

// Cause is why a file cannot be read, without its name and the name of the system call. If there is no such file, it
// names the one that was most likely meant.
func Cause(err error) error {
	detail := (*fs.PathError)(nil)
	if !errors.As(err, &detail) {
		return err
	}
	if near := nearestPath(detail.Path); near != "" && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; did you mean %s?", detail.Err, filepath.ToSlash(near))
	}
	return detail.Err
}

// nearestPath is the path of something that is there and that a path which leads nowhere was most likely meant to be:
// its first part that does not exist is a slip. "" if there is none.
func nearestPath(path string) string {
	rest := ""
	for folder, name := filepath.Split(filepath.Clean(path)); name != ""; folder, name = filepath.Split(filepath.Clean(folder)) {
		entries, err := os.ReadDir(filepath.Join(folder, "."))
		if err != nil {
			rest = filepath.Join(name, rest)
			continue
		}
		names := make([]string, len(entries))
		for i, e := range entries {
			names[i] = e.Name()
		}
		near := mapping.Nearest(name, names)
		if near == "" {
			return ""
		}
		near = filepath.Join(folder, near, rest)
		if _, err := os.Stat(near); err != nil {
			return ""
		}
		return near
	}
	return ""
}
