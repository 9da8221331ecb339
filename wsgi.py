"""What the server starts: the shop with the environment's settings."""

import os

from shop.app import create_app
from shop.config import Config

app = create_app(Config.from_environment(os.environ))
