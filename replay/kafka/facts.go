package kafka

import (
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// Partitions returns how many partitions topics have; nil topics stands for all that the cluster shows
// and that are not its own. A topic that there is none of is left out, and none is made, whatever the
// cluster would do. It asks once, and gives up after the connection's Timeout.
func Partitions(ctx context.Context, c *Connection, topics []string) (map[string]int, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout())
	defer cancel()
	client, err := c.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	response, err := metadataRequest(topics).RequestWith(ctx, client)
	if err != nil {
		return nil, c.unreachable(ctx, err)
	}
	counts := map[string]int{}
	for i := range response.Topics {
		topic := &response.Topics[i]
		if topic.Topic == nil || topics == nil && topic.IsInternal {
			continue
		}
		// What is the matter with a topic that was not named is nothing to the caller.
		if err := c.topicError(topic); err != nil && topics != nil {
			return nil, err
		}
		if n := len(topic.Partitions); n > 0 {
			counts[*topic.Topic] = n
		}
	}
	return counts, nil
}

// metadataRequest asks for topics, or for all if they are nil, and lets the cluster make none.
func metadataRequest(topics []string) *kmsg.MetadataRequest {
	request := kmsg.NewPtrMetadataRequest()
	request.AllowAutoTopicCreation = false
	if topics == nil {
		return request
	}
	request.Topics = []kmsg.MetadataRequestTopic{} // nil would stand for all
	for _, name := range topics {
		topic := kmsg.NewMetadataRequestTopic()
		topic.Topic = kmsg.StringPtr(name)
		request.Topics = append(request.Topics, topic)
	}
	return request
}

// topicError is why the cluster does not say how many partitions a topic has; nil if it does, and if
// there is no such topic.
func (c *Connection) topicError(topic *kmsg.MetadataResponseTopic) error {
	err := kerr.ErrorForCode(topic.ErrorCode)
	switch {
	case err == nil, errors.Is(err, kerr.UnknownTopicOrPartition), len(topic.Partitions) > 0:
		return nil
	case errors.Is(err, kerr.TopicAuthorizationFailed):
		return fmt.Errorf("%s does not show the topic %s to this user: allow DESCRIBE on it", c.Cluster(), *topic.Topic)
	}
	return fmt.Errorf("%s cannot say how many partitions the topic %s has: %w", c.Cluster(), *topic.Topic, err)
}
