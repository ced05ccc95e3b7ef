package cmd

import (
	"context"

	"github.com/velo-plan/velo-plan/cmd/config"
	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/kafka"
)

// askCluster puts into a configuration what the cluster of --brokers says of its topics. It asks once
// for all of them, because only planning tells which ones the jobs read.
func (f *connectionFlags) askCluster(ctx context.Context, cfg *config.Config) error {
	connection, err := f.connection()
	if err != nil || connection == nil {
		return err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	counts, err := kafka.Partitions(ctx, connection, nil)
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	cfg.Cluster = &planner.Cluster{Name: connection.Cluster(), Partitions: counts}
	return nil
}
