"""The page in the browser: a conversation beside the article it is about."""

import os

# Gradio reads both when it is imported; the page must not send one byte to another host.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
