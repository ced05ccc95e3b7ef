package cmd

import (
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/planner/syntax"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// messageTime is the system column with the time of a message.
const messageTime = "_TIMESTAMP"

// checkTime reports a value of --time or --bucket that is not allowed.
func (f *inputFlags) checkTime() error {
	if f.time != "" {
		if keys, err := parseKeys(splitKeys(f.time)); err != nil {
			return fmt.Errorf("--time %q: %w", f.time, err)
		} else if len(keys) > 1 {
			return fmt.Errorf("--time %q: expected one field", f.time)
		} else if s, ok := keys[0].(scalar.System); ok && s.Name != messageTime && s.Name != "_EVENT_TIME" {
			return fmt.Errorf("--time %s: that is no time; expected a field, _TIMESTAMP or _EVENT_TIME", s.Name)
		}
	}
	if length, ok := syntax.ParseLength(f.bucket); f.bucket != "" && (!ok || length < time.Millisecond) {
		return fmt.Errorf("--bucket %q: expected a length of time from 1ms, as 1m or 500ms", f.bucket)
	}
	return nil
}

// setTime puts --time and --bucket into the configuration of a replay, over what the job says of the event time.
func (f *inputFlags) setTime(run *replay.Config) {
	if run.Time == nil {
		run.Time = planTime(planner.EventTime{})
	}
	if f.time != "" {
		keys, _ := parseKeys(splitKeys(f.time)) // check has read it
		t := &reading.Time{Name: f.time, Bucket: run.Time.Bucket, Lag: run.Time.Lag}
		switch key := keys[0].(type) {
		case scalar.Field:
			t.Path = key.Path
		case scalar.System:
			t.Name, t.System = key.Name, key.Name
		}
		if t.Name == run.Time.Name {
			t.Format = run.Time.Format
		}
		run.Time = t
	}
	if f.bucket != "" {
		run.Time.Bucket, _ = syntax.ParseLength(f.bucket)
		run.Time.Bundled = false
	}
}

// planTime is the event time that a plan has, as a replay takes it. Without one, the time is that of the message where envelopes
// or a topic bring it along.
func planTime(of planner.EventTime) *reading.Time {
	t := &reading.Time{Name: of.Name, Path: of.Path, System: of.System, Format: of.Format, Bucket: of.Window, Lag: of.Lag}
	if t.Bucket == 0 {
		t.Bucket = reading.DefaultBucket
	}
	if len(t.Path) == 0 && t.System == "" {
		t.Name, t.System, t.Bundled, t.Format = messageTime, messageTime, true, ""
	}
	return t
}
