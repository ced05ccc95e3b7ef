package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/cmd/render"
	"github.com/velo-plan/velo-plan/replay"
	"github.com/velo-plan/velo-plan/replay/kafka"
	"github.com/velo-plan/velo-plan/replay/state"
)

// topicFlags are the flags about records that lie in Kafka.
type topicFlags struct {
	connectionFlags
	topic    string
	from, to placeFlag
	follow   bool
	group    string
	every    time.Duration
	schemas  registryFlags
}

// add gives a command the flags.
func (f *topicFlags) add(c *cobra.Command) {
	f.connectionFlags.add(c)
	f.schemas.add(c)
	f.schemas.addFiles(c)
	set := c.Flags()
	set.StringVar(&f.topic, "topic", "", "replay this `topic` of the cluster of --brokers")
	set.Var(&f.from, "from", "begin at this `place` of each partition: an offset (5000, -5000 from the end), a time, or as '2h ago'")
	set.Var(&f.to, "to", "end at this `place`, as --from (default: the end of the topic when the replay begins)")
	set.BoolVar(&f.follow, "follow", false, "go on at the end of the topic, and report every two seconds")
	set.StringVar(&f.group, "group", "", "share the topic in the consumer group of this `name`; needs --state")
	set.DurationVar(&f.every, "checkpoint", 5*time.Second, "with --group, write and commit what was counted after so long")
}

// checkTopic reports flags that do not go together.
func (f *replayFlags) checkTopic() error {
	if f.topic == "" {
		for _, name := range slices.Concat([]string{"from", "to", "follow", "group", "checkpoint", flagBrokers}, registryNames, schemaFileNames) {
			if f.given(name) {
				return fmt.Errorf("--%s goes with --topic: name the topic", name)
			}
		}
		return f.connectionFlags.check()
	}
	f.orEnvironment()
	f.schemas.fromEnvironment()
	for _, name := range []string{"envelope", "partition-field"} {
		if f.given(name) {
			return fmt.Errorf("--%s is about files: the records of a topic have neither an envelope nor a field of their partition", name)
		}
	}
	switch {
	case len(f.inputs) > 0:
		return fmt.Errorf("--topic %s and the input %s: give files or a topic", f.topic, f.inputs[0])
	case len(f.brokers) == 0:
		return fmt.Errorf("--topic %s: no cluster: give --brokers host:port, or set %s", f.topic, config.Variable(flagBrokers))
	case f.group != "" && f.follow:
		return errors.New("--group and --follow do not go together: each member of a group has a report only of its share")
	case f.group != "" && f.state == "":
		return errors.New("--group needs --state: a folder or a new file for what this process has counted")
	case f.from.Empty(f.to.Position):
		return fmt.Errorf("--from %s and --to %s: nothing lies between them: give an end after the beginning", f.from, f.to)
	case f.follow && f.given("to"):
		return errors.New("--to sets an end and --follow goes on at it: give one of them")
	case f.follow && f.state != "":
		return errors.New("--state goes with a replay that has an end: leave --follow out, or take --group")
	case f.every <= 0 || f.every > time.Minute/2:
		return fmt.Errorf("--checkpoint %v: expected a time up to 30s, as 5s", f.every)
	}
	if f.group != "" || f.follow {
		for _, name := range []string{"limit", "compare", "write"} {
			if f.given(name) {
				return fmt.Errorf("--%s goes with the replay of a whole input: leave it or --group and --follow out", name)
			}
		}
	}
	return errors.Join(f.connectionFlags.check(), f.schemas.check())
}

// placeFlag is the flag of a place in a topic.
type placeFlag struct{ kafka.Position }

// Set implements pflag.Value.
func (p *placeFlag) Set(text string) (err error) {
	p.Position, err = kafka.ParsePosition(text, time.Now())
	return err
}

// Type implements pflag.Value.
func (p *placeFlag) Type() string { return "place" }

// open opens the topic.
func (f *topicFlags) open(ctx context.Context) (*kafka.Reader, error) {
	c, err := f.connection()
	if err != nil {
		return nil, err
	}
	return kafka.Open(ctx, c, kafka.Config{
		Topic: f.topic, From: f.from.Position, To: f.to.Position, Group: f.group, Follow: f.follow,
	})
}

// replayTopic replays a topic, in the way that is asked for. Ctrl-C ends it early.
func (p *program) replayTopic(ctx context.Context, f *replayFlags, cfg *config.Config, route *route) error {
	ctx, stop := interruptible(ctx)
	defer stop()
	reader, err := f.open(ctx)
	if errors.Is(err, context.Canceled) {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	defer reader.Close()
	route.config.Topic = reader
	if err := f.decode(ctx, &route.config); err != nil {
		return err
	}
	if f.group == "" && !f.follow {
		return p.replayAll(ctx, f, cfg, route)
	}
	var interrupted error // the usual end of what has none
	err = f.withRejects(func(rejects io.Writer) error {
		route.config.Rejects = rejects
		segments, err := replay.NewSegments(route.config)
		if err != nil {
			return err
		}
		defer segments.Free()
		if f.group != "" {
			err = p.share(ctx, f, cfg, route, reader, segments)
		} else {
			err = p.watch(ctx, f, cfg, route, reader, segments)
		}
		if errors.Is(err, errInterrupted) {
			interrupted, err = err, nil
		}
		return err
	})
	return cmp.Or(err, interrupted)
}

// share replays what the group gives to this process, and prints the report of that.
func (p *program) share(ctx context.Context, f *replayFlags, cfg *config.Config, route *route, reader *kafka.Reader, segments *replay.Segments) error {
	file, err := newPartsFile(f.state, f.group)
	if err != nil {
		return err
	}
	parts, failure := state.NewPartsWriter(file)
	if failure == nil {
		progress := p.newProgress(f.quiet)
		failure = reader.Share(ctx, segments, parts, f.every, progress.told())
		progress.clear()
	}
	if err := file.Close(); err != nil {
		failure = errors.Join(failure, fmt.Errorf("cannot write the state %s: %w", file.Name(), config.Cause(err)))
	}
	route.notes = append(route.notes, render.Note{Kind: "advice", Text: "This is the share of one member of the group " + f.group +
		": `velo-plan replay merge` of the --state of all members gives the whole."})
	return p.printSegments(f, cfg, route, segments, failure)
}

// watch replays a topic forever, and prints the report again and again.
func (p *program) watch(ctx context.Context, f *replayFlags, cfg *config.Config, route *route, reader *kafka.Reader, segments *replay.Segments) error {
	failure := reader.Watch(ctx, segments, watchEvery, func(added []int32) error {
		for _, partition := range added {
			text := fmt.Sprintf("Partition %d was added to %s; it is read from its first record.", partition, f.topic)
			route.notes = append(route.notes, render.Note{Kind: "note", Text: text})
			if !f.quiet && !p.redraws(f, cfg) {
				fmt.Fprintf(p.errOut, "velo-plan: %s\n", render.Clean(text))
			}
		}
		return p.live(f, cfg, route, segments)
	})
	if p.redraws(f, cfg) {
		fmt.Fprint(p.out, clearScreen)
	}
	return p.printSegments(f, cfg, route, segments, failure)
}

// printSegments prints the report of all segments, which failure has ended, if it is not nil.
func (p *program) printSegments(f *replayFlags, cfg *config.Config, route *route, segments *replay.Segments, failure error) error {
	report, err := segments.Report(failure)
	if err != nil {
		return err
	}
	route.writeRemedies(report)
	if err := p.printReport(&f.flags, cfg, report, append(route.notes, typeNotes(report)...), nil); err != nil {
		return err
	}
	return p.outcome(report, failure)
}

// newPartsFile makes the state of a member of a group: a file that is not there yet, or a new one in a
// folder. What another process has counted is never written over.
func newPartsFile(path, group string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		host, err := os.Hostname()
		if err != nil {
			host = "host"
		}
		path = filepath.Join(path, fmt.Sprintf("%s-%s-%d-%s.state", filepath.Base(group), host, os.Getpid(), time.Now().UTC().Format("20060102T150405.000")))
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	switch {
	case errors.Is(err, os.ErrExist):
		return nil, fmt.Errorf("--state %s is there already: what a process of a group has counted is not written over; name another file, or a folder", path)
	case err != nil:
		return nil, fmt.Errorf("cannot write the state %s: %w", path, config.Cause(err))
	}
	return file, nil
}

const (
	// watchEvery is the time between two live reports.
	watchEvery = 2 * time.Second
	// clearScreen empties a terminal.
	clearScreen = "\x1b[H\x1b[2J"
)

// redraws reports whether a live report is redrawn on a terminal.
func (p *program) redraws(f *replayFlags, cfg *config.Config) bool {
	file, ok := p.out.(*os.File)
	return ok && f.output == "" && isatty.IsTerminal(file.Fd()) && cfg.Format(f.formats) == config.FormatTable
}

// live prints what is known up to now: redrawn on a terminal, one document after the other as JSON.
func (p *program) live(f *replayFlags, cfg *config.Config, route *route, segments *replay.Segments) error {
	redraws, documents := p.redraws(f, cfg), cfg.Format(f.formats) == config.FormatJSON && f.output == ""
	if !redraws && !documents {
		return nil
	}
	report, err := segments.Report(nil)
	if err != nil {
		return err
	}
	if redraws {
		fmt.Fprint(p.out, clearScreen)
	}
	route.writeRemedies(report)
	return p.printReport(&f.flags, cfg, report, append(route.notes, typeNotes(report)...), nil)
}
