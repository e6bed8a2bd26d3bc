"""The networks. Each takes [batch, steps, features] as the desk has it; the scaler is its first layer."""

import torch
from torch import nn


class Scaled(nn.Module):
    """(x - mean) / scale, cut off at ±8: an outlier must not be louder than what was learnt from."""

    def __init__(self, mean, scale):
        super().__init__()
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("scale", torch.as_tensor(scale, dtype=torch.float32))

    def forward(self, x):
        return torch.clamp((x - self.mean) / self.scale, -8.0, 8.0)


class CnnLstm(nn.Module):
    """
    The source document's network: two convolutions over time and pooling, three LSTM layers (128, 64, 32), four dense
    layers (64, 32, 16, 1). Its recurrent drop-out, which PyTorch lacks, is left out. The output is the logit.
    """

    def __init__(self, scaler: Scaled, features: int):
        super().__init__()
        self.scaler = scaler
        self.convolutions = nn.Sequential(
            nn.Conv1d(features, 64, 3),
            nn.ReLU(),
            nn.Conv1d(64, 64, 3),
            nn.ReLU(),
            nn.MaxPool1d(2),
            nn.Dropout(0.25),
        )
        self.lstm1 = nn.LSTM(64, 128, batch_first=True)
        self.lstm2 = nn.LSTM(128, 64, batch_first=True)
        self.lstm3 = nn.LSTM(64, 32, batch_first=True)
        self.between = nn.Dropout(0.2)
        self.dense = nn.Sequential(
            nn.Linear(32, 64),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(64, 32),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(32, 16),
            nn.ReLU(),
            nn.Linear(16, 1),
        )

    def forward(self, x):
        y = self.convolutions(self.scaler(x).transpose(1, 2)).transpose(1, 2)
        y, _ = self.lstm1(y)
        y, _ = self.lstm2(self.between(y))
        y, _ = self.lstm3(self.between(y))
        return self.dense(y[:, -1]).squeeze(1)


class Gru(nn.Module):
    """A plain recurrent network of about the same size."""

    def __init__(self, scaler: Scaled, features: int):
        super().__init__()
        self.scaler = scaler
        self.gru = nn.GRU(features, 96, num_layers=2, batch_first=True, dropout=0.2)
        self.dense = nn.Linear(96, 1)

    def forward(self, x):
        y, _ = self.gru(self.scaler(x))
        return self.dense(y[:, -1]).squeeze(1)
