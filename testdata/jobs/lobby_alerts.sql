-- Lobbies in which nobody is left, and lobbies that are overfull.
-- @name: lobby_alerts

CREATE STREAM lobby_alert_events AS
SELECT lobby_id, game, players, LEFT(game, 3) || '-' || lobby_id AS tag
FROM lobby_states
WHERE players = 0 OR players > capacity
WITH (
    'lobby_states.type' = 'kafka_source',
    'lobby_alert_events.type' = 'kafka_sink',
    'lobby_alert_events.topic.name' = 'lobby-alerts'
);
