package planner

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ReadResult reads what `explain --format json` wrote, in any minor version of this format. An error tells what is
// wrong with the text and where, but does not name the file. Statements, sources and routes are not part of the
// format and stay empty.
func ReadResult(data []byte) (*Result, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var head struct {
		Version *string          `json:"format_version"`
		Plans   *json.RawMessage `json:"plans"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, unreadableJSON(data, err)
	}
	switch {
	case head.Version == nil || head.Plans == nil || string(*head.Plans) == "null":
		return nil, errors.New(`this JSON holds no plans: give what velo-plan explain --format json wrote`)
	case major(*head.Version) != major(FormatVersion):
		return nil, fmt.Errorf("its format_version is %q, and this velo-plan reads %s.x: write it again with this version", *head.Version, major(FormatVersion))
	}
	r := &Result{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, unreadableJSON(data, err)
	}
	for i, p := range r.Plans {
		if p == nil || p.Job == "" || p.Strategy == "" || p.Partitions < 1 {
			return nil, fmt.Errorf("plan %d has no job, strategy or partitions: the file was changed or truncated; write it again with velo-plan explain --format json", i+1)
		}
	}
	return r, nil
}

// major is the first number of a version.
func major(version string) string {
	first, _, _ := strings.Cut(version, ".")
	return first
}

// unreadableJSON tells where a text is not JSON, or not that of a result.
func unreadableJSON(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON: %w at %s", err, jsonPlace(data, syntax.Offset))
	case errors.As(err, &kind):
		return fmt.Errorf("it is not what velo-plan explain --format json writes: a %s stands where %s should be, at %s", kind.Value, kind.Field, jsonPlace(data, kind.Offset))
	}
	return fmt.Errorf("it is not the JSON of velo-plan explain: %w", err)
}

// jsonPlace converts a byte offset to line and column in bytes, both from 1.
func jsonPlace(data []byte, offset int64) string {
	before := data[:min(max(int(offset), 0), len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("%d:%d", line, len(before)-bytes.LastIndexByte(before, '\n'))
}
