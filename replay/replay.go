// Package replay sends the records of files or of a topic through the real router and reports what becomes
// of them.
//
//	ndjson ◄── reading ──► routing.Run ──► counting ──► state ──► report
//	lines      chunks,     workers, order, groups,      written,  skew, causes,
//	           records     bounds          sketches     merged    checks, what-if
//
// This package puts the rooms together: it checks a Config, binds the strategies, and runs the source through
// the router into the partitions. Run replays an input, Segments a topic piece by piece, Merge puts the
// states of parts together. The package knows no SQL: keys come as expressions that it evaluates, the
// strategy as a value that it binds. The report is the same at any number of workers, but for the time that
// it took.
package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/routing"
)

// Run replays all inputs. It opens each file once before anything is read, so that a missing or
// unreadable one is an *InputError before any work is done. An error without a report means that
// nothing was replayed: an input, the configuration or Config.WriteDir is wrong.
//
// When ctx is done, or an input fails or a write does later on, there is both: the error, and a
// report marked as not complete, which is exact for the part of the input that lies before.
func Run(ctx context.Context, cfg Config) (*report.Report, error) {
	job, err := newJob(cfg)
	if err != nil {
		return nil, err
	}
	defer job.free()
	if cfg.Topic != nil {
		job.total = offsetsOf(cfg.Topic.Bounds())
	} else if job.total, err = reading.CheckInputs(cfg.Inputs, cfg.Stdin); err != nil {
		return nil, err
	}
	consume := job.consume
	var files *partitionFiles
	if cfg.WriteDir != "" {
		if files, err = newPartitionFiles(cfg.WriteDir, cfg.Partitions); err != nil {
			return nil, err
		}
		consume = func(partition int, batch routing.Batch[reading.Record]) error {
			if err := job.consume(partition, batch); err != nil || partition >= cfg.Partitions {
				return err
			}
			return files.consume(partition, batch)
		}
	}
	source := reading.NewSource(ctx, job.reading())
	defer source.Close()
	start := time.Now()
	// The source ends the input when ctx is done. Were the router told, it would drop the records
	// under way, and the counts of the report would not add up.
	metrics, err := routing.Run(context.WithoutCancel(ctx), job.routing, source, consume)
	err = source.Finished(err)
	if files != nil {
		err = files.close(err)
	}
	result := job.result(source, time.Since(start), err)
	if cfg.State != nil {
		if failed := result.Write(cfg.State); failed != nil {
			err = errors.Join(err, fmt.Errorf("replay: cannot write the state: %w", failed))
		}
	}
	job.sampled(result)
	r := report.New(result, job.options)
	r.Throughput.Stages = report.StagesOf(metrics.Times, source.Fetched)
	r.Compare = job.compare(result)
	return r, err
}
